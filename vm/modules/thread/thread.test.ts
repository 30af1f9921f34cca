/** Threads on one thread: locks, order of running, what would wait for ever. Messages as CPython 3.14 gives them. */
import { expect, test } from 'vitest';
import { callMethod, newTuple, type PyObject } from '../../objects/index.ts';
import { fn, member, outcome, run } from '../testing.ts';

const lock = (): PyObject => run('_thread', 'allocate_lock');
const start = (body: () => void): PyObject =>
  run('_thread', 'start_joinable_thread', [
    fn(() => {
      body();
      return null;
    }),
  ]);

test('a lock is taken once and released once', () => {
  const one = lock();
  expect(callMethod(one, 'acquire')).toBe(true);
  expect(callMethod(one, 'acquire', false)).toBe(false);
  expect(outcome(() => callMethod(one, 'acquire', false, 1))).toBe(
    "ValueError: can't specify a timeout for a non-blocking call",
  );
  callMethod(one, 'release');
  expect(outcome(() => callMethod(one, 'release'))).toBe('RuntimeError: release unlocked lock');
});

test('threads run in order when someone has to wait, each to its end', () => {
  const order: string[] = [];
  const first = start(() => order.push('first'));
  const second = start(() => order.push('second'));
  order.push('started');
  callMethod(second, 'join');
  order.push('joined');
  callMethod(first, 'join');
  expect(order).toEqual(['started', 'first', 'second', 'joined']);
});

test('waiting for what nobody can do raises instead of hanging', () => {
  const one = lock();
  callMethod(one, 'acquire');
  expect(outcome(() => callMethod(one, 'acquire'))).toBe(
    'RuntimeError: deadlock: acquiring a lock would wait for ever (no other thread could end that)',
  );
});

test('a thread that waits for one below it is left, and said to be when it is joined', () => {
  const never = lock();
  callMethod(never, 'acquire');
  const started = lock();
  callMethod(started, 'acquire');
  const waiting = start(() => {
    callMethod(started, 'release');
    callMethod(never, 'acquire');
  });
  expect(callMethod(started, 'acquire')).toBe(true);
  expect(outcome(() => callMethod(waiting, 'join'))).toMatch(/^RuntimeError: deadlock: joining a thread/);
});

test('each thread has its own attributes of a local', () => {
  const local = run('_thread', '_local');
  callMethod(local, '__setattr__', 'x', 1);
  let seen = '';
  const other = start(() => {
    seen = outcome(() => callMethod(local, '__getattribute__', 'x'));
  });
  callMethod(other, 'join');
  expect(seen).toBe("AttributeError: '_thread._local' object has no attribute 'x'");
  expect(callMethod(local, '__getattribute__', 'x')).toBe(1);
});

test('the arguments of a hook come as a named tuple', () => {
  const make = member('_thread', '_ExceptHookArgs');
  expect(outcome(() => callMethod(make, '__call__', newTuple([1])))).toBe(
    'TypeError: _thread._ExceptHookArgs() takes a 4-sequence (1-sequence given)',
  );
});
