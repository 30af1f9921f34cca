/** The finished table: the scope that each scope-opening node of the tree has. */
import type { ErrorReporter } from '../errors.ts';
import type { Scope } from './scope.ts';

export interface SymbolTableOptions {
  readonly reporter: ErrorReporter;
  readonly futureAnnotations: boolean;
  readonly allowTopLevelAwait: boolean;
}

/**
 * Keys are nodes of the tree. One node may open several scopes: a generic function has one for its type
 * parameters, one for its annotations and one for its body.
 */
export interface SymbolTable {
  readonly top: Scope;
  /** Bodies of functions, classes, lambdas, comprehensions, type aliases; bounds of type variables. */
  readonly bodies: Map<object, Scope>;
  readonly typeParameters: Map<object, Scope>;
  /** Keyed by the function's node. */
  readonly annotations: Map<object, Scope>;
  /** Keyed by the type parameter's node. */
  readonly defaults: Map<object, Scope>;
}
