/** `weakref.proxy`: objects that pass every operation on to their referent (CPython: Objects/weakrefobject.c, `proxy_*`). */
import {
  absolute,
  addressOf,
  asIndex,
  binaryAdd,
  binaryAnd,
  binaryFloorDivide,
  binaryLshift,
  binaryMatrixMultiply,
  binaryMultiply,
  binaryOr,
  binaryRemainder,
  binaryRshift,
  binarySubtract,
  binaryTrueDivide,
  binaryXor,
  call,
  callMethod,
  compare,
  contains,
  createBuiltinType,
  deleteItem,
  divmod,
  type Escapes,
  FloatType,
  getAttribute,
  getItem,
  getIter,
  IntType,
  inplaceAdd,
  inplaceAnd,
  inplaceFloorDivide,
  inplaceLshift,
  inplaceMatrixMultiply,
  inplaceMultiply,
  inplaceOr,
  inplacePower,
  inplaceRemainder,
  inplaceRshift,
  inplaceSubtract,
  inplaceTrueDivide,
  inplaceXor,
  isTrue,
  lengthOf,
  ObjectType,
  type PyHeapObject,
  type PyObject,
  type PyType,
  PyWeakReference,
  power,
  ReferenceErrorType,
  raise,
  raiseTypeError,
  referentOf,
  type SlotFunctions,
  setItem,
  str,
  typeFullName,
  typeName,
  typeOf,
  unaryInvert,
  unaryNegative,
  unaryPositive,
} from '../../objects/index.ts';

function target(proxy: PyObject): Escapes<PyHeapObject> {
  const object = referentOf(proxy as PyWeakReference);
  if (object === undefined) raise(ReferenceErrorType, 'weakly-referenced object no longer exists');
  return object;
}

/** Operands of a binary slot: either may be a proxy. */
function bare(operand: PyObject): Escapes<PyObject> {
  return operand instanceof PyWeakReference && proxyTypes.has(operand.ob_type) ? target(operand) : operand;
}

const proxyTypes = new Set<PyType>();

type Binary = (left: PyObject, right: PyObject) => PyObject;
const both =
  (operation: Binary): Binary =>
  (left, right) =>
    operation(bare(left), bare(right));
const alone =
  (operation: (operand: PyObject) => PyObject) =>
  (self: PyObject): PyObject =>
    operation(target(self));

const slots: SlotFunctions = {
  tp_getattro: (self, name) => getAttribute(target(self), name),
  tp_setattro(self, name, value) {
    const object = target(self);
    typeOf(object).tp_setattro!(object, name, value);
  },
  tp_repr(self) {
    const object = referentOf(self as PyWeakReference);
    const start = `<weakproxy at ${addressOf(self)}; `;
    if (object === undefined) return `${start}dead>`;
    return `${start}to '${typeFullName(typeOf(object))}' at ${addressOf(object)}>`;
  },
  tp_str: (self) => str(target(self)),
  tp_richcompare: (left, right, op) => compare(op, bare(left), bare(right)),
  tp_iter: (self) => getIter(target(self)),
  tp_iternext(self) {
    const object = target(self);
    const next = typeOf(object).tp_iternext;
    if (next === null) raiseTypeError(`Weakref proxy referenced a non-iterator '${typeName(object)}' object`);
    return next(object);
  },
  nb_add: both(binaryAdd),
  nb_subtract: both(binarySubtract),
  nb_multiply: both(binaryMultiply),
  nb_matrix_multiply: both(binaryMatrixMultiply),
  nb_true_divide: both(binaryTrueDivide),
  nb_floor_divide: both(binaryFloorDivide),
  nb_remainder: both(binaryRemainder),
  nb_divmod: both(divmod),
  nb_power: (base, exponent, modulus) => power(bare(base), bare(exponent), bare(modulus)),
  nb_lshift: both(binaryLshift),
  nb_rshift: both(binaryRshift),
  nb_and: both(binaryAnd),
  nb_xor: both(binaryXor),
  nb_or: both(binaryOr),
  nb_inplace_add: both(inplaceAdd),
  nb_inplace_subtract: both(inplaceSubtract),
  nb_inplace_multiply: both(inplaceMultiply),
  nb_inplace_matrix_multiply: both(inplaceMatrixMultiply),
  nb_inplace_true_divide: both(inplaceTrueDivide),
  nb_inplace_floor_divide: both(inplaceFloorDivide),
  nb_inplace_remainder: both(inplaceRemainder),
  nb_inplace_power: (base, exponent) => inplacePower(bare(base), bare(exponent)),
  nb_inplace_lshift: both(inplaceLshift),
  nb_inplace_rshift: both(inplaceRshift),
  nb_inplace_and: both(inplaceAnd),
  nb_inplace_xor: both(inplaceXor),
  nb_inplace_or: both(inplaceOr),
  nb_negative: alone(unaryNegative),
  nb_positive: alone(unaryPositive),
  nb_absolute: alone(absolute),
  nb_invert: alone(unaryInvert),
  nb_bool: (self) => isTrue(target(self)),
  nb_int: alone((object) => call(IntType, [object])),
  nb_float: alone((object) => call(FloatType, [object])),
  nb_index: alone(asIndex),
  sq_length: (self) => lengthOf(target(self)),
  sq_contains: (self, value) => contains(bare(value), target(self)),
  mp_subscript: (self, key) => getItem(target(self), bare(key)),
  mp_ass_subscript(self, key, value) {
    if (value === undefined) deleteItem(target(self), bare(key));
    else setItem(target(self), bare(key), value);
  },
};

/** `ProxyType` and `CallableProxyType`: they differ in that only one can be called. */
export function createProxyTypes(): { proxy: PyType; callable: PyType } {
  const make = (name: string, more: SlotFunctions): PyType => {
    const type = createBuiltinType(name, 'PyWeakReference', ObjectType, {
      final: true,
      slots: { ...slots, ...more },
      methods: [
        { kind: 'NOARGS', name: '__bytes__', call: (self) => callMethod(target(self), '__bytes__') },
        { kind: 'NOARGS', name: '__reversed__', call: (self) => callMethod(target(self), '__reversed__') },
      ],
      members: { __hash__: null },
    });
    proxyTypes.add(type);
    return type;
  };
  return {
    proxy: make('weakref.ProxyType', {}),
    callable: make('weakref.CallableProxyType', {
      tp_call: (self, args, names) => call(target(self), args.map(bare), names),
    }),
  };
}
