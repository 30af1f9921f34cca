/** The module `itertools`. */
import type { PyModule } from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { combinatoricTypes } from './combinatoric.ts';
import { linearTypes, teeFunction } from './linear.ts';

export function createItertools(): PyModule {
  const types = { ...linearTypes(), ...combinatoricTypes() };
  return defineModule({
    name: 'itertools',
    doc: 'Functional tools for creating and using iterators.',
    functions: [
      {
        kind: 'FASTCALL',
        name: 'tee',
        min: 1,
        max: 2,
        doc: 'Returns a tuple of n independent iterators.',
        call: (_module, args) => teeFunction(types._tee!, args),
      },
    ],
    members: types,
  });
}
