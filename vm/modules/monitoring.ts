/**
 * `sys.monitoring` (PEP 669; CPython: Python/instrumentation.c): its events and the numbers of tools. A tool cannot be
 * registered, because the interpreters do not report events: `use_tool_id` says so.
 */
import {
  asIndex,
  type Escapes,
  NamespaceType,
  NotImplementedErrorType,
  newDictFrom,
  newInstance,
  ObjectType,
  type PyModule,
  PyNamespace,
  type PyObject,
  raise,
  raiseValueError,
} from '../objects/index.ts';
import { defineModule } from './define.ts';
import { signature as method } from './signature.ts';

/** Each event's bit, in order. */
const EVENTS = [
  ...['PY_START', 'PY_RESUME', 'PY_RETURN', 'PY_YIELD', 'CALL', 'LINE', 'INSTRUCTION', 'JUMP'],
  ...['BRANCH_LEFT', 'BRANCH_RIGHT', 'STOP_ITERATION', 'RAISE', 'EXCEPTION_HANDLED', 'PY_UNWIND'],
  ...['PY_THROW', 'RERAISE', 'C_RETURN', 'C_RAISE', 'BRANCH'],
];
const TOOLS = 6;

function tool(value: PyObject | undefined): Escapes<number> {
  const id = Number(asIndex(value as PyObject));
  if (id < 0 || id >= TOOLS) raiseValueError(`invalid tool ${id} (must be between 0 and 5)`);
  return id;
}

function unused(value: PyObject | undefined): never {
  const id = tool(value);
  raiseValueError(`tool ${id} is not in use`);
}

export function createMonitoring(): PyModule {
  const events: [string, PyObject][] = EVENTS.map((name, bit) => [name, 2 ** bit]);
  const absent = (name: string): never =>
    raise(NotImplementedErrorType, `sys.monitoring.${name} is not implemented`);
  return defineModule({
    name: 'sys.monitoring',
    functions: [
      method('use_tool_id(tool_id, name, /)', 'Reserve a tool.', ([id]) => {
        tool(id);
        return absent('use_tool_id');
      }),
      method('clear_tool_id(tool_id, /)', 'Unregister all events of a tool.', ([id]) => {
        tool(id);
        return null;
      }),
      method('free_tool_id(tool_id, /)', 'Release a tool.', ([id]) => {
        tool(id);
        return null;
      }),
      method('get_tool(tool_id, /)', 'Name of the tool in use, or None.', ([id]) => {
        tool(id);
        return null;
      }),
      method('register_callback(tool_id, event, func, /)', 'Set the function of an event.', () =>
        absent('register_callback'),
      ),
      method('get_events(tool_id, /)', 'Events that a tool has asked for.', ([id]) => {
        tool(id);
        return 0;
      }),
      method('set_events(tool_id, event_set, /)', 'Ask for events.', ([id]) => unused(id)),
      method('get_local_events(tool_id, code, /)', 'Events of one code object.', ([id]) => {
        tool(id);
        return 0;
      }),
      method('set_local_events(tool_id, code, event_set, /)', 'Ask for events of one code object.', ([id]) =>
        unused(id),
      ),
      method('restart_events()', 'Enable what callbacks have disabled.', () => null),
      method('_all_events()', 'All events asked for, by name.', () => newDictFrom([])),
    ],
    members: {
      DEBUGGER_ID: 0,
      COVERAGE_ID: 1,
      PROFILER_ID: 2,
      OPTIMIZER_ID: 5,
      DISABLE: newInstance(ObjectType),
      MISSING: newInstance(ObjectType),
      events: new PyNamespace(NamespaceType, newDictFrom([...events, ['NO_EVENTS', 0]])),
    },
  });
}
