/**
 * Bundles the command `stage-vm` into few files (`npm run bundle`): the one that starts, and the Worker's. Without white
 * space and with all characters in ASCII the text is scanned in half the time; names stay, for stacks and profiles.
 */
import { defineConfig } from 'rolldown';
import { bytecodeVersionOfSources } from './vm/library/bytecode-version.ts';

export default defineConfig({
  input: { 'stage-vm': 'dist/vm/bin/stage-vm.js', 'cached-worker': 'dist/vm/bin/cached-worker.js' },
  platform: 'node',
  logLevel: 'silent',
  transform: { define: { BYTECODE_VERSION: String(bytecodeVersionOfSources()) } },
  output: {
    dir: 'dist/vm/bin',
    format: 'esm',
    charset: 'ascii',
    chunkFileNames: '[name].js',
    entryFileNames: '[name].js',
    minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
    codeSplitting: {
      groups: [{ name: 'worker', test: /dist\/vm\/(?!library|bin\/(stage-vm|cached-worker|terminal))/ }],
    },
  },
});
