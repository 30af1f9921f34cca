/** The door of `vm/instructions`: every definition, by name, in the order that numbers the opcodes. */
import * as arithmetic from './arithmetic.ts';
import * as attributes from './attributes.ts';
import * as calls from './calls.ts';
import * as compare from './compare.ts';
import * as containers from './containers.ts';
import * as coroutines from './coroutines.ts';
import * as exceptions from './exceptions.ts';
import * as iteration from './iteration.ts';
import * as modules from './modules.ts';
import * as names from './names.ts';
import * as patterns from './patterns.ts';
import * as stack from './stack.ts';
import * as text from './text.ts';
import * as typeParameters from './type-parameters.ts';

export const definitions = {
  ...stack,
  ...names,
  ...arithmetic,
  ...compare,
  ...containers,
  ...attributes,
  ...calls,
  ...iteration,
  ...exceptions,
  ...text,
  ...modules,
  ...coroutines,
  ...patterns,
  ...typeParameters,
};
export * from './caches.ts';
export { type Frame, handledException, thread } from './frame.ts';
