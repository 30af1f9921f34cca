/**
 * Effect types: what running a helper can do, declared in its return type.
 *
 * The instruction generator reads the declared return type of every helper that an instruction calls and takes
 * the strongest effect as the instruction's own. A helper without one of these types cannot be called there.
 *
 * - `Pure<T>`: reads its arguments (and immutable data) only; may be repeated, moved or removed.
 * - `Reads<T>`: reads mutable state of the heap, changes nothing, cannot raise.
 * - `Writes<T>`: changes the heap (or allocates identity), cannot raise, runs no Python code.
 * - `Raises<T>`: may raise a Python exception, runs no arbitrary Python code.
 * - `Escapes<T>`: may run arbitrary Python code (and so change any class, global, frame or container).
 */
export type Pure<T> = T;
export type Reads<T> = T;
export type Writes<T> = T;
export type Raises<T> = T;
export type Escapes<T> = T;

/** Effects from weakest to strongest; the generator compares by position. */
export const EFFECTS = ['Pure', 'Reads', 'Writes', 'Raises', 'Escapes'] as const;
export type Effect = (typeof EFFECTS)[number];
