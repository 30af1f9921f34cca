/** The graphs that ./README.md and ../README.md explain, as `--dump ir` shows them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMemoryHost, setHost } from '../../host/index.ts';
import { createModule } from '../../modules/index.ts';
import { machine } from '../../objects/index.ts';
import { dumps } from '../dumps.ts';
import { flagsOfStage } from '../flags.ts';
import { compileSource, newNamespace, runCode, startMachine } from '../machine.ts';

startMachine(flagsOfStage(4));
machine.builtins = createModule('builtins')!.dict;
setHost(createMemoryHost());
createModule('sys');

/** What a program prints, and the last graph of each region that is compiled while it runs. */
function run(source: string): { printed: string; graphs: Map<string, string> } {
  const host = createMemoryHost();
  setHost(host);
  const graphs = new Map<string, string>();
  dumps.enabled.add('ir');
  dumps.sink = (text) => {
    const end = text.indexOf('\n');
    graphs.set(text.slice(0, end), text.slice(end + 1).trimEnd());
  };
  runCode(compileSource(source, 'program.py', 'exec'), newNamespace('__main__'));
  return { printed: host.output[1], graphs };
}

test('guards that types and bets prove are not needed; a float stays a float around the loop', () => {
  const { graphs } = run(`
def total(n):
    x = 0.0
    for i in range(n):
        if i % 3:
            x = x + 0.5 * i
    return x
for _ in range(400): total(60)
`);
  expect(
    `\n${graphs.get([...graphs.keys()].find((title) => title.startsWith('total, loop'))!)}`,
  ).toMatchInlineSnapshot(`
    "
    B0: from entry, B2, B3
      v0: float = register 1
      v1: int = register 2
      v2: rangeiterator = register 3
      v3: float = φ(v0 entry, v9 B2, v3 B3)
      v4: int = φ(v1 entry, v5 B2, v5 B3)
      v5: int = FOR_ITER_RANGE v2 [writes]
    B1: from B0
      v6: int 0…2 = BINARY_OP_REMAINDER_COMPACT_INT v5, 3
      TO_BOOL_INT__POP_JUMP_IF_TRUE v6
    B2: from B1
      v8: float = BINARY_OP_MULTIPLY_FLOAT_INT constant, v5
      v9: float = BINARY_OP_ADD_FLOAT v3, v8
      JUMP_BACKWARD
    B3: from B1
      JUMP_BACKWARD"
  `);
});

test('a counter below a bound cannot overflow; a sum can', () => {
  const { printed, graphs } = run(`
def count(n):
    i = 0
    s = 0
    while i < 1000:
        s = s + n
        i = i + 1
    return s
for _ in range(400): count(60)
print(count(2 ** 50))
`);
  expect(printed).toBe(`${2n ** 50n * 1000n}\n`);
  expect(`\n${graphs.get('count')}`).toMatchInlineSnapshot(`
    "
    B0: from entry
      v0 = register 0
    B1: from B0, B3
      v1: int 0…2^31−1 = φ(0 B0, v5 B3)
      v2: int = φ(0 B0, v4 B3)
      COMPARE_OP_LT_INT__POP_JUMP_IF_FALSE v1, 1000
    B2: from B1
      RETURN_VALUE v2
    B3: from B1
      v4: int = BINARY_OP_ADD_COMPACT_INT v2, v0 if isSmallInt right, isSafe sum
      v5: int 1…1000 = BINARY_OP_ADD_COMPACT_INT v1, 1
      JUMP_BACKWARD"
  `);
});

test('an instance keeps its shape through an inlined call; a new one has the shapes that __init__ gives it', () => {
  const { printed, graphs } = run(`
class Counter:
    def __init__(self):
        self.value = 0
        self.step = 1
    def add(self, amount):
        self.value = self.value + amount
def total(n):
    counter = Counter()
    for i in range(n):
        counter.add(i)
    return counter.value
for _ in range(400): total(6)
print(total(100))
`);
  expect(printed).toBe('4950\n');
  expect(`\n${graphs.get('total')}`).toMatchInlineSnapshot(`
    "
    B0: from entry
      v0 = register 0
      v1: unbound = register 2
      v2 = LOAD_GLOBAL_MODULE if frame.globals.table.version === cache.moduleVersion [reads]
      v3: object = CALL_CLASS_INIT v2, undefined, inlined as call 0 if isIdentical callable [escapes]
    B1 of call 0: from B0
      STORE_ATTR_ADD_SLOT 0, v3 [writes]
      STORE_ATTR_ADD_SLOT 1, v3 [writes]
      RETURN_VALUE None
    B2: from B1
      v4 = LOAD_GLOBAL_BUILTIN if frame.globals.table.version === cache.moduleVersion, frame.builtins.table.version === cache.builtinsVersion [reads]
      v5 = CALL_BUILTIN_CLASS v4, undefined, v0 if isIdentical callable [escapes]
      v6 = GET_ITER v5 [escapes]
    B3: from B2, B7
      v7: int | unbound = φ(v1 B2, v8 B7)
      v8: int = FOR_ITER_RANGE v6 if isRangeIterator iterator [writes]
    B4: from B3
      v9 = LOAD_ATTR_INSTANCE_SLOT v3 if hasShape owner [reads]
      RETURN_VALUE v9
    B5: from B3
      v10: object = LOAD_METHOD_SLOTS v3 if hasShape owner [reads]
      CALL_METHOD_EXACT_ARGS v10, v3, v8, inlined as call 1 [escapes]
    B6 of call 1: from B5
      v11 = LOAD_ATTR_INSTANCE_SLOT v3 [reads]
      v12: int = BINARY_OP_ADD_COMPACT_INT v11, v8 if isSmallInt left, isSafe sum
      STORE_ATTR_INSTANCE_SLOT v12, v3 [writes]
      RETURN_VALUE None
    B7: from B6
      JUMP_BACKWARD"
  `);
});

test('the loop of README.md: low bits of a product, a list known at the entry, a counter that cannot overflow', () => {
  const { printed, graphs } = run(`
def checksum(data):
    h = 2166136261
    i = 0
    while i < 64:
        h = (h ^ data[i]) * 16777619 & 0xFFFFFFFF
        i = i + 1
    return h
data = list(range(64))
for _ in range(400): checksum(data)
print(checksum(data))
`);
  let hash = 2166136261n;
  for (let i = 0n; i < 64n; i++) hash = ((hash ^ i) * 16777619n) & 0xffffffffn;
  expect(printed).toBe(`${hash}\n`);
  const explained = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  expect(explained).toContain(graphs.get('checksum, loop at 8')!);
});
