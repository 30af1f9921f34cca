/** What every command has: help with an example, --json, --quiet; and completion for the shell. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { main } from './cli.ts';

async function printed(...args: string[]): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  const status = await main(args);
  expect({ args, status }).toEqual({ args, status: 0 });
  return lines.join('\n');
}

afterEach(() => vi.restoreAllMocks());

/** Commands that a help text lists, below `words`. */
function commandsIn(help: string, words: string): string[] {
  return [...help.matchAll(new RegExp(`^ {2}${words} (\\w+)`, 'gm'))].map(([, name]) => name!);
}

describe('every command', () => {
  it('has help with an example, and the options that all share', async () => {
    const commands = commandsIn(await printed('--help'), 'stage-report').filter(
      (name) => name !== 'completion',
    );
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) {
      const own = await printed(command, '--help');
      const below = commandsIn(own, `stage-report ${command}`);
      for (const words of own.includes('Commands:') ? below.map((name) => [command, name]) : [[command]]) {
        const help = words.length > 1 ? await printed(...words, '--help') : own;
        const has = {
          example: help.includes('Examples:') && help.includes(`  stage-report ${words.join(' ')}`),
          // The matrix that plan prints is JSON in any case.
          json: help.includes('--json') || command === 'plan',
          quiet: help.includes('--quiet'),
        };
        expect({ words, ...has }).toEqual({ words, example: true, json: true, quiet: true });
      }
    }
  });
});

describe('completion', () => {
  it('prints a script for the shell, which asks for commands and options', async () => {
    expect(await printed('completion')).toContain('###-begin-stage-report-completions-###');
    expect((await printed('--get-yargs-completions', 'stage-report', '')).split('\n')).toEqual(
      expect.arrayContaining(['run', 'gate', 'dashboard']),
    );
  });
});
