/** Lines from the terminal with editing and a history, for the prompt: on the main thread, whose event loop is free. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const HISTORY_LINES = 1000;

/** Latest first, as node:readline keeps it. */
let history: string[] | undefined;

/** `PYTHON_HISTORY`, else CPython's own file. */
function historyFile(): string {
  return process.env['PYTHON_HISTORY'] || join(homedir(), '.python_history');
}

function readHistory(): string[] {
  try {
    return readFileSync(historyFile(), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(-HISTORY_LINES)
      .reverse();
  } catch {
    return [];
  }
}

/** A prompt works without a history that can be written. */
function writeHistory(lines: readonly string[]): void {
  const own = `${historyFile()}.${process.pid}`;
  try {
    writeFileSync(
      own,
      [...lines]
        .reverse()
        .map((line) => `${line}\n`)
        .join(''),
      { mode: 0o600 },
    );
    renameSync(own, historyFile());
  } catch {}
}

/** Asks once. `answer` gets the line with its end, `''` at the end of the input; `interrupted` is called for Ctrl-C. */
export function askTerminal(prompt: string, answer: (line: string) => void, interrupted: () => void): void {
  if (history === undefined) {
    history = readHistory();
    process.on('exit', () => writeHistory(history!));
  }
  // One for each line: while Python runs, the terminal must not be in raw mode, where Ctrl-C is no signal.
  const reader = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt,
    history,
    historySize: HISTORY_LINES,
    removeHistoryDuplicates: true,
  });
  let line: string | null = '';
  reader.on('history', (lines) => {
    history = lines;
  });
  reader.on('line', (text) => {
    line = `${text}\n`;
    reader.close();
  });
  reader.on('SIGINT', () => {
    line = null;
    reader.close();
  });
  reader.on('close', () => {
    process.stdin.pause();
    if (line === null) interrupted();
    else answer(line);
  });
  reader.prompt();
}
