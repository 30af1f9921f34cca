class Account:
    bank = 'b'
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
    def deposit(self, amount):
        self.balance += amount
        return self
    @property
    def double(self):
        return self.balance * 2
    @staticmethod
    def fee(x):
        return x // 100
    @classmethod
    def make(cls, n):
        return cls('made', n)
a = Account('x')
for i in range(4000):
    a.deposit(i).deposit(1)
    if i % 1000 == 0:
        print(i, a.balance, a.double, Account.fee(a.balance), Account.make(i).balance, a.bank)
print(a.owner, a.balance)
made = 0
for i in range(4000):
    made += Account(str(i), i).balance
print(made)
