/** Code units of the compiler → code objects: constants become Python values. */
import type { CodeUnit, ConstantOperand } from '../compile/index.ts';
import {
  BytesType,
  buildSlice,
  CodeType,
  ComplexType,
  Ellipsis,
  newFloat,
  newFrozenSet,
  newStr,
  newTuple,
  PyBytes,
  PyCode,
  PyComplex,
  type PyObject,
} from '../objects/index.ts';

const CO_VARARGS = 4;
const CO_VARKEYWORDS = 8;

export function loadCode(unit: CodeUnit): PyCode {
  const simple = (unit.flags & (CO_VARARGS | CO_VARKEYWORDS)) === 0 && unit.kwonlyargcount === 0;
  return new PyCode(
    CodeType,
    unit,
    unit.name,
    unit.consts.map(constant),
    unit.names,
    unit.argcount,
    simple,
    unit.flags,
  );
}

function constant(operand: ConstantOperand): PyObject {
  switch (operand.type) {
    case 'int':
    case 'bool':
      return operand.value;
    case 'float':
      return newFloat(operand.value);
    case 'complex':
      return new PyComplex(ComplexType, operand.real, operand.imag);
    case 'str':
      return newStr(operand.value);
    case 'bytes':
      return new PyBytes(BytesType, operand.value);
    case 'none':
      return null;
    case 'ellipsis':
      return Ellipsis;
    case 'tuple':
      return newTuple(operand.items.map(constant));
    case 'frozenset':
      return newFrozenSet(operand.items.map(constant));
    case 'slice':
      return buildSlice(constant(operand.start), constant(operand.stop), constant(operand.step));
    case 'code':
      return loadCode(operand.code);
  }
}
