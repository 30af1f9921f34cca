"""A small operating system, simulated: tasks in priority order, devices with latency, linked packets.

A shell hands work to a file server and a printer spooler; both pass packets on to devices that answer
after some ticks of the clock task. In the tradition of Martin Richards' scheduler benchmark (an idle
task, workers, handlers and devices exchanging packets), written anew: what is timed is method calls
through inheritance, attribute access, and short linked lists.
"""

import pyperf

REQUESTS = 800
PACKETS = 6
BLOCK_SIZE = 24
EXPECTED = (800, 11094, 4119, 2400, 38764)

READ = 1
WRITE = 2
PRINT = 3


class SimulationError(Exception):
    pass


class Random:
    """A linear congruential generator, so that every engine sees the same numbers."""

    def __init__(self, seed):
        self.state = seed

    def next(self, bound):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % bound


class Packet:
    def __init__(self, number, size):
        self.number = number
        self.link = None
        self.kind = READ
        self.origin = None
        self.position = 0
        self.checksum = 0
        self.data = [0] * size

    def rewind(self):
        self.position = 0
        self.checksum = 0

    def is_finished(self):
        return self.position >= len(self.data)


class PacketQueue:
    """First in, first out, linked through the packets themselves."""

    def __init__(self):
        self.head = None
        self.tail = None
        self.length = 0

    def is_empty(self):
        return self.head is None

    def put(self, packet):
        packet.link = None
        if self.tail is None:
            self.head = packet
        else:
            self.tail.link = packet
        self.tail = packet
        self.length += 1

    def take(self):
        packet = self.head
        if packet is None:
            raise SimulationError("take from an empty queue")
        self.head = packet.link
        if self.head is None:
            self.tail = None
        packet.link = None
        self.length -= 1
        return packet


class Task:
    """Something that the kernel can run, one step at a time."""

    def __init__(self, kernel, name, priority):
        self.kernel = kernel
        self.name = name
        self.priority = priority
        self.next_task = None
        self.inbox = PacketQueue()
        self.steps = 0

    def is_runnable(self):
        return not self.inbox.is_empty()

    def receive(self, packet):
        self.inbox.put(packet)

    def run(self):
        self.steps += 1
        self.step()

    def step(self):
        raise NotImplementedError

    def send(self, receiver, packet):
        self.kernel.deliver(receiver, packet)


class Shell(Task):
    """Issues requests while it has packets at hand, and collects the answers."""

    def __init__(self, kernel, name, priority, requests, random):
        super().__init__(kernel, name, priority)
        self.requests_left = requests
        self.answered = 0
        self.random = random
        self.total = 0

    def step(self):
        packet = self.inbox.take()
        if packet.origin is self:
            self.answered += 1
            self.total = (self.total + packet.checksum) % 65521
        if self.requests_left > 0:
            self.requests_left -= 1
            self.issue(packet)

    def issue(self, packet):
        packet.origin = self
        packet.rewind()
        data = packet.data
        letter = self.random.next(26)
        for i in range(len(data)):
            data[i] = 65 + letter
            letter += 1
            if letter == 26:
                letter = 0
        choice = self.random.next(10)
        if choice < 4:
            packet.kind = READ
            self.send("file server", packet)
        elif choice < 7:
            packet.kind = WRITE
            self.send("file server", packet)
        else:
            packet.kind = PRINT
            self.send("spooler", packet)


class Service(Task):
    """Works through a packet in small portions, then hands it to a device."""

    portion = 4

    def __init__(self, kernel, name, priority, device):
        super().__init__(kernel, name, priority)
        self.device = device
        self.current = None

    def is_runnable(self):
        return self.current is not None or super().is_runnable()

    def step(self):
        if self.current is None:
            self.current = self.inbox.take()
        packet = self.current
        end = min(packet.position + self.portion, len(packet.data))
        while packet.position < end:
            packet.checksum = self.combine(packet, packet.data[packet.position])
            packet.position += 1
        if packet.is_finished():
            self.current = None
            self.send(self.device, packet)

    def combine(self, packet, byte):
        raise NotImplementedError


class FileServer(Service):
    def combine(self, packet, byte):
        if packet.kind == WRITE:
            return (packet.checksum * 31 + byte) % 65521
        return (packet.checksum + byte * (packet.position + 1)) % 65521


class Spooler(Service):
    portion = 3

    def combine(self, packet, byte):
        if byte == 69:
            byte = 32
        return packet.checksum ^ (byte << (packet.position % 8))


class Device(Task):
    """Serves one packet at a time; a packet takes `latency` ticks."""

    def __init__(self, kernel, name, priority, latency):
        super().__init__(kernel, name, priority)
        self.latency = latency
        self.busy_with = None
        self.ticks_left = 0
        self.served = 0

    def is_runnable(self):
        if self.busy_with is None:
            return super().is_runnable()
        return self.ticks_left <= 0

    def tick(self):
        if self.busy_with is not None:
            self.ticks_left -= 1

    def step(self):
        if self.busy_with is not None:
            packet = self.busy_with
            self.busy_with = None
            self.served += 1
            self.kernel.reply(packet)
        if not self.inbox.is_empty():
            self.busy_with = self.inbox.take()
            self.ticks_left = self.service_time(self.busy_with)

    def service_time(self, packet):
        return self.latency


class Disk(Device):
    def __init__(self, kernel, name, priority, latency):
        super().__init__(kernel, name, priority, latency)
        self.track = 0

    def service_time(self, packet):
        target = packet.checksum % 16
        distance = abs(target - self.track)
        self.track = target
        return super().service_time(packet) + distance // 2


class Clock(Task):
    """Always runnable and last in order: time passes when nobody else has work."""

    def __init__(self, kernel, name, priority, devices):
        super().__init__(kernel, name, priority)
        self.devices = devices

    def is_runnable(self):
        return True

    def step(self):
        for device in self.devices:
            device.tick()


class Kernel:
    def __init__(self):
        self.first_task = None
        self.by_name = {}
        self.dispatches = 0
        self.deliveries = 0

    def add(self, task):
        """Insert by falling priority."""
        self.by_name[task.name] = task
        previous = None
        current = self.first_task
        while current is not None and current.priority >= task.priority:
            previous = current
            current = current.next_task
        task.next_task = current
        if previous is None:
            self.first_task = task
        else:
            previous.next_task = task
        return task

    def deliver(self, name, packet):
        try:
            receiver = self.by_name[name]
        except KeyError:
            raise SimulationError(f"no task named {name}")
        self.deliveries += 1
        receiver.receive(packet)

    def reply(self, packet):
        self.deliveries += 1
        packet.origin.receive(packet)

    def select(self):
        task = self.first_task
        while not task.is_runnable():
            task = task.next_task
        return task

    def run_until(self, is_done):
        while not is_done():
            self.dispatches += 1
            self.select().run()


def simulate(requests, packets):
    kernel = Kernel()
    shell = kernel.add(Shell(kernel, "shell", 50, requests, Random(4711)))
    disk = kernel.add(Disk(kernel, "disk", 90, 5))
    printer = kernel.add(Device(kernel, "printer", 80, 12))
    kernel.add(FileServer(kernel, "file server", 60, "disk"))
    kernel.add(Spooler(kernel, "spooler", 40, "printer"))
    clock = kernel.add(Clock(kernel, "clock", 0, [disk, printer]))
    for number in range(packets):
        shell.receive(Packet(number, BLOCK_SIZE))

    kernel.run_until(lambda: shell.answered == requests)
    if disk.served + printer.served != requests:
        raise SimulationError("a device lost a packet")
    return shell.answered, kernel.dispatches, clock.steps, kernel.deliveries, shell.total


def bench_scheduler(expected):
    result = simulate(REQUESTS, PACKETS)
    if result != expected:
        raise SimulationError(f"expected {expected}, got {result}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "An operating-system simulation with tasks, devices and packets."
    runner.bench_func("scheduler", bench_scheduler, EXPECTED)
