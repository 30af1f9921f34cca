/** Where tests are found and how they run: beside their sources, one process a file, as many as a small machine has cores. */
import { defineConfig } from 'vitest/config';

const inContinuousIntegration = process.env['CI'] === 'true';

export default defineConfig({
  test: {
    include: ['*.test.ts', '{vm,stages,suites,reports,.github}/**/*.test.ts'],
    // Processes rather than threads: tests of the VM start Workers with large stacks and set V8 flags.
    pool: 'forks',
    maxWorkers: 2,
    // A limit against hanging, not a claim about speed: CPython in WebAssembly takes seconds to start on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // .ci/run counts from this file.
    reporters: inContinuousIntegration ? ['default', 'json'] : ['default'],
    outputFile: { json: 'results/vitest.json' },
  },
});
