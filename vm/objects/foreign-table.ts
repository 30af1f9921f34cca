/** `__builtins__` that are no plain dict: names looked up in any mapping, as frames look them up in a table. */
import { isExceptionOf } from './attributes.ts';
import { DictTable } from './dict-table.ts';
import type { PyObject } from './object.ts';
import { getItem } from './operators.ts';
import { KeyErrorType } from './types.ts';

export class ForeignTable extends DictTable {
  declare private readonly mapping: PyObject;

  constructor(mapping: PyObject) {
    super();
    this.mapping = mapping;
  }

  /** May run Python code: builtins are looked up where that may happen. */
  override getStr(name: string): PyObject | undefined {
    try {
      return getItem(this.mapping, name);
    } catch (error) {
      if (isExceptionOf(error, KeyErrorType)) return undefined;
      throw error;
    }
  }
}
