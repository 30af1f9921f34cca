/** The module `_typing`: what `typing` takes from the object model (CPython: Modules/_typingmodule.c). */
import {
  GenericType,
  NoDefault,
  ParamSpecArgsType,
  ParamSpecKwargsType,
  ParamSpecType,
  type PyModule,
  TypeAliasTypeType,
  TypeVarTupleType,
  TypeVarType,
  UnionType,
} from '../objects/index.ts';
import { defineModule } from './define.ts';

export function createTyping(): PyModule {
  return defineModule({
    name: '_typing',
    doc: 'Primitives and accelerators for the typing module.\n',
    functions: [{ kind: 'O', name: '_idfunc', call: (_module, value) => value }],
    members: {
      Generic: GenericType,
      NoDefault,
      ParamSpec: ParamSpecType,
      ParamSpecArgs: ParamSpecArgsType,
      ParamSpecKwargs: ParamSpecKwargsType,
      TypeAliasType: TypeAliasTypeType,
      TypeVar: TypeVarType,
      TypeVarTuple: TypeVarTupleType,
      Union: UnionType,
    },
  });
}
