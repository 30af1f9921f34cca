"""A text adventure played by a script: rooms, things, creatures, commands found by name, properties, events."""

import pyperf

SIDE = 9
TURNS = 1200
EXPECTED = (113, 280, 77, 49031)

OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}


class GameError(Exception):
    pass


class Thing:
    portable = True

    def __init__(self, name, weight=1):
        self.name = name
        self.weight = weight
        self._place = None

    @property
    def place(self):
        return self._place

    @place.setter
    def place(self, container):
        if self._place is not None:
            self._place.contents.remove(self)
        self._place = container
        if container is not None:
            container.contents.append(self)

    def __str__(self):
        return f"the {self.name}"

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}>"

    def on_turn(self, game):
        pass


class Lamp(Thing):
    def __init__(self, name, oil):
        super().__init__(name, weight=2)
        self.oil = oil
        self.lit = False

    def on_turn(self, game):
        if self.lit and self.oil:
            self.oil -= 1
            if self.oil == 0:
                self.lit = False
                game.say(f"{self} goes out.")


class Container(Thing):
    def __init__(self, name, weight=1):
        super().__init__(name, weight)
        self.contents = []

    @property
    def load(self):
        return sum(thing.weight + (thing.load if isinstance(thing, Container) else 0) for thing in self.contents)

    def find(self, name):
        for thing in self.contents:
            if thing.name == name:
                return thing
        raise GameError(f"There is no {name} here.")


class Room(Container):
    portable = False

    def __init__(self, name):
        super().__init__(name, weight=0)
        self.exits = {}
        self.visits = 0

    def connect(self, direction, other):
        self.exits[direction] = other
        other.exits[OPPOSITE[direction]] = self

    def describe(self):
        things = ", ".join(str(thing) for thing in self.contents if not isinstance(thing, Player)) or "nothing"
        return f"{self.name}: you see {things}. Exits: {' '.join(sorted(self.exits))}."


class Creature(Container):
    portable = False

    def __init__(self, name, strength, mood=0):
        super().__init__(name, weight=60)
        self.strength = strength
        self.mood = mood


class Goblin(Creature):
    def on_turn(self, game):
        self.mood += 1
        if self.mood % 5 == 0 and self.place.exits:
            self.place = self.place.exits[game.choose(sorted(self.place.exits))]
        elif self.mood % 7 == 0:
            for thing in list(self.place.contents):
                if thing.portable and self.load + thing.weight <= self.strength:
                    thing.place = self
                    break
        elif self.contents and self.mood % 11 == 0:
            self.contents[0].place = self.place


class Player(Creature):
    def on_turn(self, game):
        self.place.visits += 1


class Game:
    def __init__(self):
        self.state = 99
        self.log = []
        self.rooms = []
        self.score = 0
        self.make_world()

    def draw(self, bound):
        self.state = self.state * 16807 % 2147483647
        return self.state % bound

    def choose(self, items):
        return items[self.draw(len(items))]

    def say(self, text):
        self.log.append(text)

    def make_world(self):
        grid = [[Room(f"Cave {x},{y}") for x in range(SIDE)] for y in range(SIDE)]
        for y, row in enumerate(grid):
            for x, room in enumerate(row):
                self.rooms.append(room)
                if x + 1 < SIDE and (x + y) % 4:
                    room.connect("east", row[x + 1])
                if y + 1 < SIDE:
                    room.connect("south", grid[y + 1][x])
        for number in range(40):
            thing = Lamp(f"lamp{number}", 60) if number % 4 == 0 else Thing(f"gem{number}", 1 + number % 3)
            thing.place = self.choose(self.rooms)
        for number in range(8):
            Goblin(f"goblin{number}", 4 + number, number).place = self.choose(self.rooms)
        self.player = Player("you", 25)
        self.player.place = self.rooms[0]

    def command(self, line):
        verb, _, rest = line.partition(" ")
        action = getattr(self, "do_" + verb, None)
        if action is None:
            raise GameError(f"You can't {verb}.")
        action(rest)

    def do_go(self, direction):
        try:
            self.player.place = self.player.place.exits[direction]
        except KeyError:
            raise GameError("You can't go there.") from None
        self.say(self.player.place.describe())

    def do_take(self, name):
        thing = self.player.place.find(name)
        if not thing.portable:
            raise GameError(f"You can't take {thing}.")
        if self.player.load + thing.weight > self.player.strength:
            raise GameError(f"{thing} is too heavy.")
        thing.place = self.player
        self.score += thing.weight

    def do_drop(self, name):
        self.player.find(name).place = self.player.place

    def do_light(self, name):
        thing = self.player.find(name)
        if not isinstance(thing, Lamp):
            raise GameError(f"You can't light {thing}.")
        thing.lit = True

    def next_line(self, turn):
        here = self.player.place
        if turn % 6 == 1 and len(here.contents) > 1:
            return f"take {here.contents[0].name}"
        if turn % 17 == 2 and self.player.contents:
            return f"drop {self.player.contents[-1].name}"
        if turn % 13 == 3 and self.player.contents:
            return f"light {self.player.contents[0].name}"
        if turn % 50 == 4:
            return "dance wildly"
        return f"go {self.choose(sorted(OPPOSITE))}"

    def play(self, turns):
        refused = 0
        for turn in range(turns):
            try:
                self.command(self.next_line(turn))
            except GameError as error:
                refused += 1
                self.say(str(error))
            for room in self.rooms if turn % 10 == 0 else (self.player.place,):
                for thing in list(room.contents):
                    thing.on_turn(self)
        visited = sum(1 for room in self.rooms if room.visits)
        return self.score, refused, visited, sum(map(len, self.log))


def bench_text_adventure():
    found = Game().play(TURNS)
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "A game of rooms and things: properties, isinstance, events, exceptions."
    runner.bench_func("text_adventure", bench_text_adventure)
