/** Errors of the compiler as Python's. */
export { compiling, toException } from '../modules/index.ts';
