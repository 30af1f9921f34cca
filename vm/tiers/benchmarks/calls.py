"""Method calls, attributes, subclassing and super."""


class Account:
    rate = 2

    def __init__(self, owner, balance):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        self.balance = self.balance + amount
        self.note(amount)

    def note(self, amount):
        if len(self.history) > 20:
            self.history = []
        self.history.append(amount)

    def interest(self):
        return self.balance * self.rate

    @property
    def double(self):
        return self.balance * 2


class Savings(Account):
    def __init__(self, owner, balance, limit=10):
        super().__init__(owner, balance)
        self.limit = limit

    def deposit(self, amount):
        super().deposit(amount)
        self.limit = self.limit - 1

    def interest(self):
        return super().interest() + self.limit


def run():
    total = 0
    for i in range(300):
        accounts = [Account('a', i), Savings('b', i)]
        for account in accounts:
            for amount in (1, 2, 3):
                account.deposit(amount)
                total += account.interest() + account.double
    return total
