/**
 * Libraries of the host, loaded when they are first used: `node:crypto` alone takes 10 ms of a start. (`getBuiltinModule`
 * answers from a table; a `const` that keeps the answer is only worth its line in a loop.)
 */
export const crypto = () => process.getBuiltinModule('node:crypto');
export const zlib = () => process.getBuiltinModule('node:zlib');
