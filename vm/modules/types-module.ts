/** The module `_types` (CPython: Modules/_typesmodule.c): names of types that have none among the built-ins. */
import * as objects from '../objects/index.ts';
import { defineModule } from './define.ts';

export function createTypes(): objects.PyModule {
  return defineModule({
    name: '_types',
    doc: "Define names for built-in types that aren't directly accessible as a builtin.",
    members: {
      AsyncGeneratorType: objects.AsyncGeneratorType,
      BuiltinFunctionType: objects.BuiltinFunctionType,
      BuiltinMethodType: objects.BuiltinFunctionType,
      CapsuleType: objects.createBuiltinType('PyCapsule', 'PyInstance', objects.ObjectType, { final: true }),
      CellType: objects.CellType,
      ClassMethodDescriptorType: objects.ClassMethodDescriptorType,
      CodeType: objects.CodeType,
      CoroutineType: objects.CoroutineType,
      EllipsisType: objects.EllipsisType,
      FrameType: objects.FrameType,
      FunctionType: objects.FunctionType,
      GeneratorType: objects.GeneratorType,
      GenericAlias: objects.GenericAliasType,
      GetSetDescriptorType: objects.GetSetDescriptorType,
      LambdaType: objects.FunctionType,
      MappingProxyType: objects.MappingProxyType,
      MemberDescriptorType: objects.MemberDescriptorType,
      MethodDescriptorType: objects.MethodDescriptorType,
      MethodType: objects.MethodType,
      MethodWrapperType: objects.MethodWrapperType,
      ModuleType: objects.ModuleType,
      NoneType: objects.NoneType,
      NotImplementedType: objects.NotImplementedType,
      SimpleNamespace: objects.NamespaceType,
      TracebackType: objects.TracebackType,
      UnionType: objects.UnionType,
      WrapperDescriptorType: objects.WrapperDescriptorType,
    },
  });
}
