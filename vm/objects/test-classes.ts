/** For tests: classes as class statements make them, with methods implemented by the host. */
import { newType } from './class-creation.ts';
import { PyMethodDescriptor, type PyType } from './generated/layouts.ts';
import type { PyObject } from './object.ts';
import { MethodDescriptorType, ObjectType, TypeType } from './types.ts';

export type HostMethod = (self: PyObject, ...args: PyObject[]) => PyObject;

/** A function that binds like a Python function. */
export function hostMethod(name: string, body: HostMethod): PyObject {
  return new PyMethodDescriptor(MethodDescriptorType, ObjectType, {
    kind: 'FASTCALL',
    name,
    min: 0,
    max: -1,
    call: (self, args) => body(self, ...args),
  });
}

/** `class name(bases): …`; host functions among `members` become methods. */
export function newClass(
  name: string,
  bases: readonly PyType[] = [],
  members: Readonly<Record<string, PyObject | HostMethod>> = {},
  meta: PyType = TypeType,
): PyType {
  const entries = Object.entries(members).map(([key, value]): [string, PyObject] => [
    key,
    typeof value === 'function' ? hostMethod(key, value) : value,
  ]);
  return newType(meta, name, bases, new Map<string, PyObject>([['__module__', 'm'], ...entries]));
}

/** A method that writes down what it was called for and gives `result`. */
export function noting(log: string[], text: (...args: PyObject[]) => string, result: PyObject): HostMethod {
  return (...args) => {
    log.push(text(...args));
    return result;
  };
}
