/** Programs by name, as a shell looks for them. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs of this name on PATH, the one that a shell would take first. */
export function findOnPath(program: string): string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .filter((candidate) => {
      try {
        accessSync(candidate, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
