/** The door of vm/program: a Python program from command line to exit status. */
export {
  type Command,
  flagList,
  parseCommandLine,
  type RunCommand,
  USAGE,
  UsageError,
} from './command-line.ts';
export { runProgram } from './run.ts';
export { isUnbuffered } from './start.ts';
export { statisticsFile } from './statistics.ts';
export { formatException } from './traceback.ts';
