/** The door of `vm/syntax`: source text → tokens → abstract syntax tree. */
export type * from './ast.ts';
export type * from './constant.ts';
