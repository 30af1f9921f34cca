/** The type of every Python value as the host holds it. See DESIGN section "Values" in vm/README.md. */
import type { PyHeapObject } from './generated/layouts.ts';

export type PyObject = number | bigint | boolean | null | string | PyHeapObject;
