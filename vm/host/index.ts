/** The door of vm/host. */
export { canGenerateCode } from './code-generation.ts';
export { BrokenPipe, type FileState, getHost, type Host, type OutputStream, setHost } from './host.ts';
export { createMemoryHost, type MemoryHost, type MemoryHostOptions } from './memory.ts';
export { createNodeHost, type NodeHostOptions } from './node.ts';
