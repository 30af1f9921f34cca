/** When code becomes hot: thresholds, and the hooks of the register interpreter that compile. */

import { getHost } from '../../host/index.ts';
import type { FlagName } from '../flags.ts';
import { NEVER } from '../quicken/specialize.ts';
import { engine } from '../register/calls.ts';
import { registerOptions } from '../register/frame.ts';
import { statistics, times } from '../statistics.ts';
import {
  compileDirect,
  compileFunction,
  compileGenerator,
  compileGeneratorCall,
  compileLoop,
  type Observe,
  type RegionOptions,
} from './compile.ts';

/** Calls of a function, and iterations of a loop, before it is compiled. `new Function` costs 57 µs to 2.3 ms. */
export const FUNCTION_HEAT = 300;
export const LOOP_HEAT = 600;

/** CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR: a call makes the object, and the body is compiled apart. */
const SUSPENDS = 0x20 | 0x80 | 0x200;

export function installRegionCompiler(flags: ReadonlySet<FlagName>): void {
  const options: RegionOptions = {
    unboxing: flags.has('unboxing'),
    directCalls: flags.has('direct-calls'),
    inlining: flags.has('inlining'),
  };
  const count = (): void => {
    if (options.unboxing) statistics.optimized += 1;
    else statistics.regions += 1;
  };
  if (flags.has('function-regions')) {
    registerOptions.heat = FUNCTION_HEAT;
    engine.compileFunction = ({ execution, code }) => {
      if (code.flags & SUSPENDS) {
        // Its body is compiled when it is resumed often.
        execution.heat = FUNCTION_HEAT;
        if (options.directCalls) execution.direct ??= timed(() => compileGeneratorCall(execution, code));
        return;
      }
      execution.heat = NEVER;
      if (options.directCalls) {
        execution.direct = timed(() => compileDirect(execution, code, options));
        execution.compiled = execution.direct === null ? null : notInFrame;
      } else execution.compiled = timed(() => compileFunction(execution, code, options));
      if (execution.compiled === null) statistics.rejected += 1;
      else count();
    };
  }
  if (flags.has('generator-regions')) {
    engine.compileGenerator = ({ execution, code }) => {
      execution.heat = NEVER;
      execution.compiled = timed(() => compileGenerator(execution, code, options));
      if (execution.compiled === null) statistics.rejected += 1;
      else count();
    };
  }
  if (flags.has('loop-regions')) {
    engine.compileLoop = (frame, site, header) => {
      const { execution, code, registers, base } = frame;
      if (execution.loops[site] === undefined) {
        execution.loops[site] = null;
        execution.counters[site] = LOOP_HEAT;
        return;
      }
      const observe: Observe = (register) => registers[base + register];
      const compiled = timed(() => compileLoop(execution, code, header, observe, options));
      execution.loops[site] = compiled ?? 'interpreted';
      if (compiled === null) statistics.rejected += 1;
      else count();
    };
  }
}

/** A compilation, its time counted. */
function timed<T>(compile: () => T): T {
  const before = getHost().monotonicNanoseconds();
  try {
    return compile();
  } finally {
    times.compileSeconds += Number(getHost().monotonicNanoseconds() - before) / 1e9;
  }
}

/** Stands for a function that was compiled to be called with its arguments. */
function notInFrame(): never {
  throw new Error('a direct function was called in a frame');
}
