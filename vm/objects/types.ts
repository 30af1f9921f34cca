/**
 * The built-in type objects, bare: name, base and instance layout only. The file of each type fills in its
 * slots and methods with `defineType` (builtin-type.ts). Everything may import this file; it imports only layouts.
 */
import { type LayoutName, PyType } from './generated/layouts.ts';

let nextVersion = 1;
/** A type version never used before. */
export function newTypeVersion(): number {
  return nextVersion++;
}

/** Every built-in type in order of creation: bases come before the types derived from them. */
export const builtinTypes: PyType[] = [];

/** A type object without slots and methods; `createBuiltinType` (finish-types.ts) makes a usable one. */
export function bareType(
  name: string,
  instanceLayout: LayoutName,
  base: PyType | null,
  options: { final?: boolean } = {},
): PyType {
  // `type` is an instance of itself: the pointer is closed right after it exists.
  const type = new PyType(TypeType as PyType, name, name, base, base === null ? [] : [base], new Map());
  type.mro = base === null ? [type] : [type, ...base.mro];
  type.instanceLayout = instanceLayout;
  type.basetype = options.final !== true;
  type.version = newTypeVersion();
  base?.subclasses.add(type);
  builtinTypes.push(type);
  return type;
}

const final = { final: true };
export let TypeType: PyType;
export const ObjectType: PyType = bareType('object', 'PyInstance', null);
TypeType = bareType('type', 'PyType', ObjectType);
ObjectType.ob_type = TypeType;
TypeType.ob_type = TypeType;

const type = (name: string, layout: LayoutName, options?: { final?: boolean }): PyType =>
  bareType(name, layout, ObjectType, options);

export const IntType = type('int', 'PyIntSubclass');
export const BoolType = bareType('bool', 'PyIntSubclass', IntType, final);
export const FloatType = type('float', 'PyFloat');
export const ComplexType = type('complex', 'PyComplex');
export const StrType = type('str', 'PyStrSubclass');
export const BytesType = type('bytes', 'PyBytes');
export const ByteArrayType = type('bytearray', 'PyByteArray');
export const MemoryViewType = type('memoryview', 'PyMemoryView', final);
export const MemoryIteratorType = type('memory_iterator', 'PyMemoryIterator', final);
export const NoneType = type('NoneType', 'PyInstance', final);
export const EllipsisType = type('ellipsis', 'PyEllipsis', final);
export const NotImplementedType = type('NotImplementedType', 'PyNotImplemented', final);

export const TupleType = type('tuple', 'PyTuple');
export const ListType = type('list', 'PyList');
export const DictType = type('dict', 'PyDict');
export const SetType = type('set', 'PySet');
export const FrozenSetType = type('frozenset', 'PyFrozenSet');
export const DictKeysType = type('dict_keys', 'PyDictView', final);
export const DictValuesType = type('dict_values', 'PyDictView', final);
export const DictItemsType = type('dict_items', 'PyDictView', final);
export const MappingProxyType = type('mappingproxy', 'PyMappingProxy', final);
export const RangeType = type('range', 'PyRange', final);
export const SliceType = type('slice', 'PySlice', final);

export const ListIteratorType = type('list_iterator', 'PyListIterator', final);
export const TupleIteratorType = type('tuple_iterator', 'PyTupleIterator', final);
export const StrIteratorType = type('str_iterator', 'PyStrIterator', final);
export const BytesIteratorType = type('bytes_iterator', 'PyBytesIterator', final);
export const ByteArrayIteratorType = type('bytearray_iterator', 'PyBytesIterator', final);
export const RangeIteratorType = type('range_iterator', 'PyRangeIterator', final);
export const LongRangeIteratorType = type('longrange_iterator', 'PyLongRangeIterator', final);
export const DictKeyIteratorType = type('dict_keyiterator', 'PyDictIterator', final);
export const DictValueIteratorType = type('dict_valueiterator', 'PyDictIterator', final);
export const DictItemIteratorType = type('dict_itemiterator', 'PyDictIterator', final);
export const SetIteratorType = type('set_iterator', 'PyDictIterator', final);
export const SequenceIteratorType = type('iterator', 'PySequenceIterator', final);
export const CallableIteratorType = type('callable_iterator', 'PyCallableIterator', final);
export const HostIteratorType = type('iterator', 'PyHostIterator', final);
export const EnumerateType = type('enumerate', 'PyEnumerate');
export const ZipType = type('zip', 'PyZip');
export const MapType = type('map', 'PyMap');
export const FilterType = type('filter', 'PyFilter');
export const ReversedType = type('reversed', 'PyReversed');

export const CellType = type('cell', 'PyCell', final);
export const CodeType = type('code', 'PyCode', final);
export const FunctionType = type('function', 'PyFunction', final);
export const MethodType = type('method', 'PyMethod', final);
export const BuiltinFunctionType = type('builtin_function_or_method', 'PyBuiltinFunction', final);
export const MethodDescriptorType = type('method_descriptor', 'PyMethodDescriptor', final);
export const ClassMethodDescriptorType = type('classmethod_descriptor', 'PyClassMethodDescriptor', final);
export const WrapperDescriptorType = type('wrapper_descriptor', 'PyWrapperDescriptor', final);
export const MethodWrapperType = type('method-wrapper', 'PyMethodWrapper', final);
export const GetSetDescriptorType = type('getset_descriptor', 'PyGetSetDescriptor', final);
export const MemberDescriptorType = type('member_descriptor', 'PyMemberDescriptor', final);
export const PropertyType = type('property', 'PyProperty');
export const StaticMethodType = type('staticmethod', 'PyStaticMethod');
export const ClassMethodType = type('classmethod', 'PyClassMethod');
export const SuperType = type('super', 'PySuper');
export const ModuleType = type('module', 'PyModule');
export const GenericAliasType = type('types.GenericAlias', 'PyGenericAlias');
export const UnionType = type('typing.Union', 'PyUnion', final);
export const TypeVarType = type('typing.TypeVar', 'PyTypeParameter', final);
export const ParamSpecType = type('typing.ParamSpec', 'PyTypeParameter', final);
export const TypeVarTupleType = type('typing.TypeVarTuple', 'PyTypeParameter', final);
export const ParamSpecArgsType = type('typing.ParamSpecArgs', 'PyParamSpecPart', final);
export const ParamSpecKwargsType = type('typing.ParamSpecKwargs', 'PyParamSpecPart', final);
export const TypeAliasTypeType = type('typing.TypeAliasType', 'PyTypeAlias', final);
export const NoDefaultType = type('typing.NoDefaultType', 'PyEllipsis', final);
export const GenericType = type('typing.Generic', 'PyInstance');
export const TemplateType = type('string.templatelib.Template', 'PyTemplate', final);
export const InterpolationType = type('string.templatelib.Interpolation', 'PyInterpolation', final);
export const NamespaceType = type('types.SimpleNamespace', 'PyNamespace');

export const FrameType = type('frame', 'PyFrame', final);
export const TracebackType = type('traceback', 'PyTraceback', final);
export const GeneratorType = type('generator', 'PyGenerator', final);
export const CoroutineType = type('coroutine', 'PyGenerator', final);
export const CoroutineWrapperType = type('coroutine_wrapper', 'PyCoroutineWrapper', final);
export const AsyncGeneratorType = type('async_generator', 'PyGenerator', final);
export const AsyncGeneratorValueType = type('async_generator_wrapped_value', 'PyAsyncGeneratorValue', final);
export const AsyncGeneratorASendType = type('async_generator_asend', 'PyAsyncGeneratorStep', final);
export const AsyncGeneratorAThrowType = type('async_generator_athrow', 'PyAsyncGeneratorStep', final);

// The exception hierarchy (library reference, "Exception hierarchy").
const exception = (name: string, base: PyType): PyType => bareType(name, 'PyBaseException', base);
export const BaseExceptionType = exception('BaseException', ObjectType);
export const BaseExceptionGroupType = exception('BaseExceptionGroup', BaseExceptionType);
export const GeneratorExitType = exception('GeneratorExit', BaseExceptionType);
export const KeyboardInterruptType = exception('KeyboardInterrupt', BaseExceptionType);
export const SystemExitType = exception('SystemExit', BaseExceptionType);
export const ExceptionType = exception('Exception', BaseExceptionType);
export const ExceptionGroupType = exception('ExceptionGroup', BaseExceptionGroupType);
// The one built-in type with two bases.
ExceptionGroupType.bases.push(ExceptionType);
ExceptionGroupType.mro = [ExceptionGroupType, BaseExceptionGroupType, ...ExceptionType.mro];
ExceptionType.subclasses.add(ExceptionGroupType);
export const ArithmeticErrorType = exception('ArithmeticError', ExceptionType);
export const FloatingPointErrorType = exception('FloatingPointError', ArithmeticErrorType);
export const OverflowErrorType = exception('OverflowError', ArithmeticErrorType);
export const ZeroDivisionErrorType = exception('ZeroDivisionError', ArithmeticErrorType);
export const AssertionErrorType = exception('AssertionError', ExceptionType);
export const AttributeErrorType = exception('AttributeError', ExceptionType);
export const BufferErrorType = exception('BufferError', ExceptionType);
export const EOFErrorType = exception('EOFError', ExceptionType);
export const ImportErrorType = exception('ImportError', ExceptionType);
export const ModuleNotFoundErrorType = exception('ModuleNotFoundError', ImportErrorType);
export const LookupErrorType = exception('LookupError', ExceptionType);
export const IndexErrorType = exception('IndexError', LookupErrorType);
export const KeyErrorType = exception('KeyError', LookupErrorType);
export const MemoryErrorType = exception('MemoryError', ExceptionType);
export const NameErrorType = exception('NameError', ExceptionType);
export const UnboundLocalErrorType = exception('UnboundLocalError', NameErrorType);
export const OSErrorType = exception('OSError', ExceptionType);
export const FileExistsErrorType = exception('FileExistsError', OSErrorType);
export const FileNotFoundErrorType = exception('FileNotFoundError', OSErrorType);
export const IsADirectoryErrorType = exception('IsADirectoryError', OSErrorType);
export const NotADirectoryErrorType = exception('NotADirectoryError', OSErrorType);
export const PermissionErrorType = exception('PermissionError', OSErrorType);
export const BlockingIOErrorType = exception('BlockingIOError', OSErrorType);
export const ChildProcessErrorType = exception('ChildProcessError', OSErrorType);
export const InterruptedErrorType = exception('InterruptedError', OSErrorType);
export const ProcessLookupErrorType = exception('ProcessLookupError', OSErrorType);
export const ConnectionErrorType = exception('ConnectionError', OSErrorType);
export const BrokenPipeErrorType = exception('BrokenPipeError', ConnectionErrorType);
export const ConnectionAbortedErrorType = exception('ConnectionAbortedError', ConnectionErrorType);
export const ConnectionRefusedErrorType = exception('ConnectionRefusedError', ConnectionErrorType);
export const ConnectionResetErrorType = exception('ConnectionResetError', ConnectionErrorType);
export const TimeoutErrorType = exception('TimeoutError', OSErrorType);
export const ReferenceErrorType = exception('ReferenceError', ExceptionType);
export const RuntimeErrorType = exception('RuntimeError', ExceptionType);
export const NotImplementedErrorType = exception('NotImplementedError', RuntimeErrorType);
export const PythonFinalizationErrorType = exception('PythonFinalizationError', RuntimeErrorType);
export const RecursionErrorType = exception('RecursionError', RuntimeErrorType);
export const StopAsyncIterationType = exception('StopAsyncIteration', ExceptionType);
export const StopIterationType = exception('StopIteration', ExceptionType);
export const SyntaxErrorType = exception('SyntaxError', ExceptionType);
export const IndentationErrorType = exception('IndentationError', SyntaxErrorType);
export const TabErrorType = exception('TabError', IndentationErrorType);
/** Raised under PyCF_ALLOW_INCOMPLETE_INPUT; `codeop` tells by it that a statement goes on. */
export const IncompleteInputErrorType = exception('_IncompleteInputError', SyntaxErrorType);
export const SystemErrorType = exception('SystemError', ExceptionType);
export const TypeErrorType = exception('TypeError', ExceptionType);
export const ValueErrorType = exception('ValueError', ExceptionType);
export const UnicodeErrorType = exception('UnicodeError', ValueErrorType);
export const UnicodeDecodeErrorType = exception('UnicodeDecodeError', UnicodeErrorType);
export const UnicodeEncodeErrorType = exception('UnicodeEncodeError', UnicodeErrorType);
export const UnicodeTranslateErrorType = exception('UnicodeTranslateError', UnicodeErrorType);
export const WarningType = exception('Warning', ExceptionType);
export const DeprecationWarningType = exception('DeprecationWarning', WarningType);
export const PendingDeprecationWarningType = exception('PendingDeprecationWarning', WarningType);
export const FutureWarningType = exception('FutureWarning', WarningType);
export const ImportWarningType = exception('ImportWarning', WarningType);
export const UnicodeWarningType = exception('UnicodeWarning', WarningType);
export const BytesWarningType = exception('BytesWarning', WarningType);
export const ResourceWarningType = exception('ResourceWarning', WarningType);
export const EncodingWarningType = exception('EncodingWarning', WarningType);
export const RuntimeWarningType = exception('RuntimeWarning', WarningType);
export const SyntaxWarningType = exception('SyntaxWarning', WarningType);
export const UserWarningType = exception('UserWarning', WarningType);
