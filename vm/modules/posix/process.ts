/** Functions of `posix` about the process, its environment and the machine (CPython: Modules/posixmodule.c). */

import { getHost } from '../../host/index.ts';
import {
  asBytes,
  asStr,
  type Escapes,
  encodeStr,
  type MethodDef,
  newBytes,
  newDict,
  newFloat,
  newList,
  newStr,
  newTuple,
  type PyDict,
  type PyObject,
  raiseTypeError,
  raiseValueError,
  typeName,
} from '../../objects/index.ts';
import { signature as method } from '../signature.ts';
import { type StructSequence, structSequence } from '../struct-sequence.ts';
import { errorMessage, onHost, osError } from './errors.ts';
import { int } from './functions.ts';

const bytesOf = (text: string): PyObject => newBytes(new Uint8Array(Buffer.from(text)));

/** `posix.environ`: bytes → bytes, as `os` expects. */
export function environment(): PyDict {
  const dict = newDict();
  for (const [name, value] of Object.entries(getHost().environment)) {
    if (value !== undefined) dict.table.set(bytesOf(name), bytesOf(value));
  }
  return dict;
}

function textArgument(value: PyObject): Escapes<string> {
  const bytes = asBytes(value) ?? encodeStr(asStr(value) ?? wrong(value), 'utf-8', 'surrogateescape');
  if (bytes.includes(0)) raiseValueError('embedded null byte');
  return Buffer.from(bytes).toString();
}

function wrong(value: PyObject): never {
  raiseTypeError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}

let names: { uname: StructSequence; times: StructSequence; terminal: StructSequence } | undefined;

export function processTypes() {
  names ??= {
    uname: structSequence('posix.uname_result', ['sysname', 'nodename', 'release', 'version', 'machine'], {
      constructible: true,
    }),
    times: structSequence(
      'posix.times_result',
      ['user', 'system', 'children_user', 'children_system', 'elapsed'],
      { constructible: true },
    ),
    terminal: structSequence('os.terminal_size', ['columns', 'lines'], { constructible: true }),
  };
  return names;
}

const os = () => process.getBuiltinModule('node:os');

function run(command: string): number {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  getHost().flush(1);
  const { status, signal } = spawnSync(command, { shell: true, stdio: 'inherit' });
  return signal === null ? (status ?? 127) << 8 : (os().constants.signals[signal] ?? 0);
}

const identity = (name: 'getuid' | 'geteuid' | 'getgid' | 'getegid'): MethodDef =>
  method(`${name}()`, 'Return the id of the current process.', () => process[name]?.() ?? 0);

export const processFunctions: readonly MethodDef[] = [
  method('getpid()', 'Return the current process id.', () => process.pid),
  method('getppid()', "Return the parent's process id.", () => process.ppid),
  identity('getuid'),
  identity('geteuid'),
  identity('getgid'),
  identity('getegid'),
  method('getgroups()', 'Return list of supplemental group IDs for the process.', () =>
    newList(process.getgroups?.() ?? []),
  ),
  method('getlogin()', 'Return the actual login name.', () => newStr(os().userInfo().username)),
  method('umask(mask, /)', 'Set the current numeric umask and return the previous umask.', ([mask]) => {
    try {
      return process.umask(int(mask));
    } catch {
      // A thread of the host may look and not touch.
      return process.umask();
    }
  }),
  method('kill(pid, signal, /)', 'Kill a process with a signal.', ([pid, signal]) => {
    getHost().flush(1);
    onHost(() => process.kill(int(pid), int(signal)));
    return null;
  }),
  method(
    '_exit(status)',
    'Exit to the system with specified status, without normal exit processing.',
    ([status]) => process.exit(int(status) & 255),
  ),
  method('abort()', 'Abort the interpreter immediately.', () => process.abort()),
  method('system(command)', 'Execute the command in a subshell.', ([command]) => run(textArgument(command!))),
  method(
    'urandom(size, /)',
    'Return a bytes object containing random bytes suitable for cryptographic use.',
    ([size]) => {
      if (int(size) < 0) raiseValueError('negative argument not allowed');
      return newBytes(getHost().entropy(int(size)));
    },
  ),
  method('getrandom(size, flags=)', 'Obtain a series of random bytes.', ([size]) => {
    if (int(size) < 0) throw osError('EINVAL');
    return newBytes(getHost().entropy(int(size)));
  }),
  method('strerror(code, /)', 'Translate an error code to a message string.', ([code]) =>
    errorMessage(int(code)),
  ),
  method('putenv(name, value, /)', 'Change or add an environment variable.', ([name, value]) => {
    const key = textArgument(name!);
    if (key.includes('=')) raiseValueError('illegal environment variable name');
    process.env[key] = textArgument(value!);
    return null;
  }),
  method('unsetenv(name, /)', 'Delete an environment variable.', ([name]) => {
    const key = textArgument(name!);
    if (key === '' || key.includes('=')) throw osError('EINVAL');
    delete process.env[key];
    return null;
  }),
  method('_create_environ()', 'Create the environment dictionary.', () => environment()),
  method('cpu_count()', 'Return the number of logical CPUs in the system.', () =>
    os().availableParallelism(),
  ),
  method('sched_getaffinity(pid, /)', 'Return the affinity of the process identified by pid.', () =>
    newList(Array.from({ length: os().availableParallelism() }, (_, index) => index)),
  ),
  method('sched_yield()', 'Voluntarily relinquish the CPU.', () => null),
  method('getloadavg()', 'Return average recent system load information.', () =>
    newTuple(os().loadavg().map(newFloat)),
  ),
  method('uname()', 'Return an object identifying the current operating system.', () => {
    const host = os();
    return processTypes().uname.make([
      host.type(),
      host.hostname(),
      host.release(),
      host.version(),
      host.machine(),
    ]);
  }),
  method('times()', 'Return a collection containing process timing information.', () => {
    const { user, system } = process.cpuUsage();
    const elapsed = Number(getHost().monotonicNanoseconds()) / 1e9;
    return processTypes().times.make(
      [user / 1e6, system / 1e6, 0, 0, elapsed].map((value) => newFloat(value)),
    );
  }),
  method(
    'get_terminal_size(fd=, /)',
    'Return the size of the terminal window as (columns, lines).',
    ([fd]) => {
      const { columns, rows } = int(fd, 1) === 2 ? process.stderr : process.stdout;
      if (columns === undefined) throw osError('ENOTTY');
      return processTypes().terminal.make([columns, rows]);
    },
  ),
  method('device_encoding(fd)', 'Return a string describing the encoding of a terminal.', ([fd]) =>
    getHost().isTerminal(int(fd) as 0 | 1 | 2) ? 'UTF-8' : null,
  ),
  method('waitpid(pid, options, /)', 'Wait for a child process: this one has none.', () => {
    throw osError('ECHILD');
  }),
  method(
    'WIFSTOPPED(status)',
    'Return True if the process was stopped.',
    ([status]) => (int(status) & 0xff) === 0x7f,
  ),
  method(
    'WSTOPSIG(status)',
    'Return the signal that stopped the process.',
    ([status]) => (int(status) >> 8) & 0xff,
  ),
  method('waitstatus_to_exitcode(status)', 'Convert a wait status to an exit code.', ([status]) => {
    const value = int(status);
    return (value & 127) === 0 ? (value >> 8) & 255 : -(value & 127);
  }),
  method(
    'WIFEXITED(status)',
    'Return True if the process exited using the exit() system call.',
    ([status]) => (int(status) & 127) === 0,
  ),
  method(
    'WEXITSTATUS(status)',
    'Return the process return code from status.',
    ([status]) => (int(status) >> 8) & 255,
  ),
  method('WIFSIGNALED(status)', 'Return True if the process was terminated by a signal.', ([status]) => {
    const signal = int(status) & 127;
    return signal !== 0 && signal !== 127;
  }),
  method(
    'WTERMSIG(status)',
    'Return the signal that terminated the process.',
    ([status]) => int(status) & 127,
  ),
  method(
    'register_at_fork(*, before=, after_in_child=, after_in_parent=)',
    'Register callables for when a process forks: this one never does.',
    () => null,
  ),
];
