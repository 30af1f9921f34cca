/** Bundles the command `stage-vm` into few files (`npm run bundle`). */
import { defineConfig } from 'rolldown';
import { bytecodeVersionOfSources } from './vm/library/bytecode-version.ts';

export default defineConfig({
  input: 'dist/vm/bin/stage-vm.js',
  platform: 'node',
  logLevel: 'silent',
  transform: { define: { BYTECODE_VERSION: String(bytecodeVersionOfSources()) } },
  output: { dir: 'dist/vm/bin', format: 'esm', chunkFileNames: '[name].js', entryFileNames: '[name].js' },
});
