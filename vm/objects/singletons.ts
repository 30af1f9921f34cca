/** `NotImplemented` and `...`: the two built-in singletons that are heap objects. */
import { PyEllipsis, PyNotImplemented } from './generated/layouts.ts';
import { EllipsisType, NotImplementedType } from './types.ts';

/** Returned by a binary or comparison slot that does not handle its operands. */
export const NotImplemented: PyNotImplemented = new PyNotImplemented(NotImplementedType);
export const Ellipsis: PyEllipsis = new PyEllipsis(EllipsisType);
