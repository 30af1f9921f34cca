/** `_thread._local`: attributes that each thread has of its own (CPython: Modules/_threadmodule.c). */
import {
  createBuiltinType,
  type Escapes,
  genericGetAttr,
  genericSetAttr,
  newDict,
  ObjectType,
  type PyDict,
  PyThreadLocal,
  type PyType,
  raiseAttributeError,
  raiseTypeError,
} from '../../objects/index.ts';
import { currentThread } from './scheduler.ts';

/** Puts the running thread's namespace in place; a thread that comes for the first time runs `__init__`. */
function enter(local: PyThreadLocal): Escapes<PyDict> {
  const { ident } = currentThread();
  const known = local.dicts.get(ident);
  if (known !== undefined) {
    local.dict = known;
    return known;
  }
  const dict = newDict();
  local.dicts.set(ident, dict);
  local.dict = dict;
  const { tp_init } = local.ob_type;
  if (tp_init !== null && tp_init !== ObjectType.tp_init) {
    tp_init(local, [...local.args], local.names);
    local.dict = dict;
  }
  return dict;
}

export function createLocalType(): PyType {
  return createBuiltinType('_thread._local', 'PyThreadLocal', ObjectType, {
    doc: 'Thread-local data',
    hasDict: true,
    weakrefs: true,
    slots: {
      tp_new(type, args, names) {
        if (args.length > 0 && (type.tp_init === null || type.tp_init === ObjectType.tp_init))
          raiseTypeError('Initialization arguments are not supported');
        const local = new PyThreadLocal(type, [...args], names);
        // Here `__init__` comes by itself.
        local.dicts.set(currentThread().ident, newDict());
        return local;
      },
      tp_getattro(self, name) {
        const dict = enter(self as PyThreadLocal);
        return name === '__dict__' ? dict : genericGetAttr(self, name);
      },
      tp_setattro(self, name, value) {
        enter(self as PyThreadLocal);
        if (name === '__dict__') {
          const type = (self as PyThreadLocal).ob_type.name;
          raiseAttributeError(self, name, `'${type}' object attribute '__dict__' is read-only`);
        }
        genericSetAttr(self, name, value);
      },
    },
  });
}
