"""A register machine of 8 bits emulated: fetch, decode by table, flags; runs a sieve and a bubble sort."""

import pyperf

EXPECTED = (46, 3100, 7246)

ASSEMBLY = """
        ; sieve of the numbers below 200: composite ones are marked at 0x400 + n
        ldi a 2
outer:  mov b a
        add b a
mark:   cmpi b 200
        jge next
        ldi c 1
        sto b c
        add b a
        jmp mark
next:   inc a
        cmpi a 15
        jlt outer
        ; count the primes into d
        ldi d 0
        ldi a 2
count:  ld b a
        cmpi b 0
        jne skip
        inc d
skip:   inc a
        cmpi a 200
        jlt count
        out d
        ; fill 24 cells with a walk, then bubble sort them
        ldi a 0
        ldi b 77
fill:   muli b 5
        addi b 3
        sto a b
        inc a
        cmpi a 24
        jlt fill
pass:   ldi d 0
        ldi a 0
swap:   ld b a
        inc a
        ld c a
        cmp c b
        jge kept
        sto a b
        dec a
        sto a c
        inc a
        ldi d 1
kept:   cmpi a 23
        jlt swap
        cmpi d 0
        jne pass
        ldi a 0
print:  ld b a
        out b
        inc a
        cmpi a 24
        jlt print
        halt
"""

OPCODES = "halt ldi mov add addi muli inc dec cmp cmpi jmp jlt jge jne sto ld out".split()
REGISTERS = "abcd"


def assemble(source):
    labels = {}
    lines = []
    for line in source.splitlines():
        line = line.split(";")[0].strip()
        if ":" in line:
            label, line = line.split(":")
            labels[label.strip()] = len(lines) * 3
            line = line.strip()
        if line:
            lines.append(line.split())
    code = bytearray()
    for name, *operands in lines:
        values = [
            REGISTERS.index(each) if each in REGISTERS and len(each) == 1 else labels[each] if each in labels else int(each)
            for each in operands
        ]
        code += bytes([OPCODES.index(name)] + (values + [0, 0])[:2])
    return bytes(code)


class Machine:
    def __init__(self, code):
        self.code = code
        self.memory = bytearray(256)
        self.registers = [0, 0, 0, 0]
        self.counter = 0
        self.flag = 0
        self.steps = 0
        self.output = []
        self.running = True
        self.table = [getattr(self, "do_" + name) for name in OPCODES]

    def run(self):
        code, table = self.code, self.table
        while self.running:
            at = self.counter
            self.counter = at + 3
            self.steps += 1
            table[code[at]](code[at + 1], code[at + 2])

    def do_halt(self, x, y):
        self.running = False

    def do_ldi(self, x, y):
        self.registers[x] = y

    def do_mov(self, x, y):
        self.registers[x] = self.registers[y]

    def do_add(self, x, y):
        self.registers[x] = (self.registers[x] + self.registers[y]) & 0xFF

    def do_addi(self, x, y):
        self.registers[x] = (self.registers[x] + y) & 0xFF

    def do_muli(self, x, y):
        self.registers[x] = (self.registers[x] * y) & 0xFF

    def do_inc(self, x, y):
        self.registers[x] = (self.registers[x] + 1) & 0xFF

    def do_dec(self, x, y):
        self.registers[x] = (self.registers[x] - 1) & 0xFF

    def do_cmp(self, x, y):
        self.flag = self.registers[x] - self.registers[y]

    def do_cmpi(self, x, y):
        self.flag = self.registers[x] - y

    def do_jmp(self, x, y):
        self.counter = x

    def do_jlt(self, x, y):
        if self.flag < 0:
            self.counter = x

    def do_jge(self, x, y):
        if self.flag >= 0:
            self.counter = x

    def do_jne(self, x, y):
        if self.flag != 0:
            self.counter = x

    def do_sto(self, x, y):
        self.memory[self.registers[x]] = self.registers[y]

    def do_ld(self, x, y):
        self.registers[x] = self.memory[self.registers[y]]

    def do_out(self, x, y):
        self.output.append(self.registers[x])


def bench_bytecode_emulator(code):
    machine = Machine(code)
    machine.run()
    numbers = machine.output[1:]
    if numbers != sorted(numbers):
        raise ValueError("not sorted")
    found = machine.output[0], sum(numbers), machine.steps
    if found != EXPECTED:
        raise ValueError(f"expected {EXPECTED}, got {found}")


if __name__ == "__main__":
    runner = pyperf.Runner()
    runner.metadata["description"] = "An emulator: a table of bound methods, attributes, bytes."
    runner.bench_func("bytecode_emulator", bench_bytecode_emulator, assemble(ASSEMBLY))
