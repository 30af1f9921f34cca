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

describe('every command', () => {
  it('has help with an example, and the options that all share', async () => {
    const commands = [...(await printed('--help')).matchAll(/^ {2}stage-report (\w+)/gm)].map(
      ([, name]) => name!,
    );
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands.filter((name) => name !== 'completion')) {
      const help = await printed(command, '--help');
      const has = {
        example: new RegExp(`Examples:\\s+stage-report ${command}`).test(help),
        // The matrix that plan prints is JSON in any case.
        json: help.includes('--json') || command === 'plan',
        quiet: help.includes('--quiet'),
      };
      expect({ command, ...has }).toEqual({ command, example: true, json: true, quiet: true });
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
