/** The module `_posixsubprocess`: there, so that `subprocess` can be imported; no process can be forked. */
import { NotImplementedErrorType, type PyModule, raise } from '../objects/index.ts';
import { defineModule } from './define.ts';

export function createPosixSubprocess(): PyModule {
  return defineModule({
    name: '_posixsubprocess',
    doc: 'A POSIX helper for the subprocess module.',
    functions: [
      {
        kind: 'FASTCALL',
        name: 'fork_exec',
        min: 0,
        max: -1,
        call: () =>
          raise(NotImplementedErrorType, '_posixsubprocess.fork_exec: this process cannot be forked'),
      },
    ],
  });
}
