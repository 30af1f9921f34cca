/**
 * CPython in WebAssembly (the npm package `pyodide`) as a command line:
 *
 *     node pyodide.mjs (SCRIPT | -c CODE) ARGUMENTS…
 *
 * The script's folder and those of PYTHONPATH are mounted under their own names. /proc/self/status tells the peak
 * resident size of this process, and asyncio gets an event loop that needs no sockets.
 */

import { writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadPyodide } from 'pyodide';

const [first, ...rest] = process.argv.slice(2);
const isCode = first === '-c';
if (first === undefined || (isCode && rest.length === 0)) {
  process.stderr.write('usage: node pyodide.mjs (SCRIPT | -c CODE) [ARGUMENT]...\n');
  process.exit(2);
}
const code = isCode ? rest[0] : null;
const args = isCode ? rest.slice(1) : rest;
const path = isCode ? '-c' : resolve(first);
const searched = (process.env.PYTHONPATH ?? '')
  .split(':')
  .filter((folder) => folder !== '')
  .map((folder) => resolve(folder));
const env = { HOME: '/home/pyodide', PYTHONPATH: searched.join(':') };
if (process.env.PYTHONHASHSEED !== undefined) env.PYTHONHASHSEED = process.env.PYTHONHASHSEED;

const python = await loadPyodide({ env });
python.setStdout({ write: (bytes) => write(1, bytes), isatty: false });
python.setStderr({ write: (bytes) => write(2, bytes), isatty: false });
for (const folder of new Set([...(isCode ? [] : [dirname(path)]), ...searched])) {
  python.FS.mkdirTree(folder);
  python.mountNodeFS(folder, folder);
}
tellPeakMemory(python.FS);

const run = python.runPython(`
def run(path, arguments, code):
    import asyncio, os, runpy, sys, time, traceback

    class Loop(asyncio.BaseEventLoop):
        """Timers and callbacks; there is nothing to wait for but time."""

        class Selector:
            def select(self, timeout):
                if timeout:
                    time.sleep(timeout)
                return []

        _selector = Selector()

        def _process_events(self, events):
            pass

        def _write_to_self(self):
            pass

    asyncio.events.new_event_loop = asyncio.new_event_loop = Loop
    asyncio._set_running_loop(None)
    sys.argv = [path, *arguments]
    # The folders were mounted after Python had looked for them.
    sys.path[:0] = [os.path.dirname(path), *os.environ["PYTHONPATH"].split(":")]
    sys.path_importer_cache.clear()
    status = 0
    try:
        if code is None:
            runpy.run_path(path, run_name="__main__")
        else:
            exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
    except SystemExit as end:
        status = end.code
        if status is not None and not isinstance(status, int):
            print(status, file=sys.stderr)
            status = 1
    except BaseException:
        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return status or 0
run
`);
process.exit(run(path, python.toPy(args), code ?? undefined));

function write(descriptor, bytes) {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
  return bytes.length;
}

/** A device that reads as the one line of Linux's file that benchmarks look for. */
function tellPeakMemory(fs) {
  let left = null;
  const next = () => {
    left ??= [...Buffer.from(`VmHWM:\t${process.resourceUsage().maxRSS} kB\n`)];
    const byte = left.shift();
    if (byte === undefined) left = null;
    return byte ?? null;
  };
  fs.createDevice('/proc/self', 'status', next, null);
}
