/** The code that ../README.md explains, and what it does when what it was compiled for no longer holds. */
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

/** What a program prints, and the functions emitted while it runs, by title. */
function run(source: string): { printed: string; emitted: Map<string, string> } {
  const host = createMemoryHost();
  setHost(host);
  const emitted = new Map<string, string>();
  dumps.enabled.add('js');
  dumps.sink = (text) => {
    const end = text.indexOf('\n');
    emitted.set(text.slice('// '.length, end), text.slice(end + 1));
  };
  runCode(compileSource(source, 'program.py', 'exec'), newNamespace('__main__'));
  return { printed: host.output[1], emitted };
}

const COUNTER = `
class Counter:
    def __init__(self):
        self.value = 0
    def add(self, amount):
        self.value = self.value + amount
        return self.value
def total(counter, n):
    for i in range(n):
        counter.add(i)
    return counter.value
`;

test('a method is compiled into the loop that calls it, its attribute accesses without guards', () => {
  const { printed, emitted } = run(`${COUNTER}print(total(Counter(), 5000))`);
  expect(printed).toBe('12497500\n');
  const [, loop] = [...emitted].find(([name]) => name.startsWith('total, loop'))!;
  const body = loop.slice(loop.indexOf('i0_I: {'), loop.indexOf('break i0_I;'));
  expect(body.split('\n').map((line) => line.trim())).toMatchInlineSnapshot(`
    [
      "i0_I: {",
      "i0_r2 = i0_r0.f0;",
      "if (!((typeof i0_r2 === 'number'))) { x = 3; break X; }",
      "t1 = i0_r2 + i0_r1;",
      "if (!((t1 <= 9007199254740991 && t1 >= -9007199254740991))) { x = 4; break X; }",
      "i0_r2 = t1;",
      "i0_r0.f0 = i0_r2;",
      "i0_r2 = i0_r0.f0;",
      "r4 = i0_r2;",
      "",
    ]
  `);
});

test('an int that outgrows a host number inside an inlined call goes on in the interpreter, in that call', () => {
  const { printed } = run(`${COUNTER}
c = Counter()
c.value = 2 ** 53 - 10 ** 6
print(total(c, 5000))
`);
  expect(printed).toBe(`${2n ** 53n - 10n ** 6n + 12497500n}\n`);
});

test('a method replaced while the loop runs is called from then on', () => {
  const { printed } = run(`${COUNTER}
class Patching(int):
    def __radd__(self, other):
        Counter.add = lambda self, amount: None
        return other
def mixed(counter, n):
    for i in range(n):
        counter.add(Patching() if i == 4000 else 1)
    return counter.value
print(mixed(Counter(), 5000))
`);
  expect(printed).toBe('4000\n');
});
