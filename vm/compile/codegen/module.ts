/** The outermost unit. */
import type { Mod } from '../../syntax/index.ts';
import type { CodeUnit } from '../code.ts';
import { OPCODE } from '../opcodes.ts';
import { lineRange, NO_LOCATION, rangeOf } from '../position.ts';
import { generateBody } from './body.ts';
import { visit } from './expressions.ts';
import { CodeGenerator, type GeneratorOptions } from './generator.ts';

export function generateModule(tree: Mod, options: GeneratorOptions): CodeUnit {
  const g = new CodeGenerator(options);
  g.enter(options.table.top, { kind: 'module', name: '<module>', firstlineno: 1, className: null });
  if (tree.kind === 'Expression') {
    visit(g, tree.body);
    g.emit(OPCODE.RETURN_VALUE, 0, NO_LOCATION);
  } else {
    const first = tree.body[0];
    generateBody(g, tree.body, first === undefined ? lineRange(1) : rangeOf(first));
  }
  return g.leave();
}
