/**
 * Private name mangling: `__spam` inside `class Ham` is `_Ham__spam`.
 * Language reference, "Identifiers (Names)": private name mangling.
 */
export function mangle(className: string | null, name: string): string {
  if (className === null || !name.startsWith('__')) return name;
  // Dunder names, and dotted names of import statements, stay.
  if (name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}
