/**
 * Bundles the command `stage-vm` into few files (`npm run bundle`): the one that starts, and the Worker's. They are
 * CommonJS, for which Node starts sooner; `vm/bin/start-worker.ts` reads `worker.js` as Latin-1, so all characters are
 * ASCII. Short names of locals make the text and V8's code of it smaller; names of functions stay, for stacks and profiles.
 */
import { writeFileSync } from 'node:fs';
import { defineConfig } from 'rolldown';
import { bytecodeVersionOfSources } from './vm/library/bytecode-version.ts';

export default defineConfig({
  input: {
    'stage-vm': 'dist/vm/bin/stage-vm.js',
    'start-worker': 'dist/vm/bin/start-worker.js',
    worker: 'dist/vm/bin/worker.js',
  },
  platform: 'node',
  logLevel: 'silent',
  transform: { define: { BYTECODE_VERSION: String(bytecodeVersionOfSources()) } },
  plugins: [
    {
      name: 'commonjs-folder',
      writeBundle: () => writeFileSync('dist/vm/bin/package.json', '{"type":"commonjs"}\n'),
    },
  ],
  output: {
    dir: 'dist/vm/bin',
    format: 'cjs',
    charset: 'ascii',
    strict: true,
    chunkFileNames: '[name].js',
    entryFileNames: '[name].js',
    minify: {
      mangle: { toplevel: false, keepNames: true },
      compress: false,
      codegen: { removeWhitespace: true },
    },
    codeSplitting: {
      groups: [{ name: 'worker', test: /dist\/vm\/(?!library|bin\/(stage-vm|start-worker|terminal))/ }],
    },
  },
});
