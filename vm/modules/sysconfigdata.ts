/** The module in which `sysconfig` looks for the variables of CPython's makefile: there are none. */
import { newDict, type PyModule } from '../objects/index.ts';
import { defineModule } from './define.ts';

export const SYSCONFIGDATA = '_sysconfigdata__linux_linux';

export function createSysconfigdata(): PyModule {
  return defineModule({ name: SYSCONFIGDATA, members: { build_time_vars: newDict() } });
}
