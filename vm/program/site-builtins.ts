/**
 * `exit`, `quit`, `help`, `copyright`, `credits` and `license`, which `site` adds to `builtins` (CPython: Lib/site.py). The
 * rest of `site` is for folders of installed packages, of which there are none here.
 */
import { getHost } from '../host/index.ts';
import { startOptions } from '../modules/index.ts';
import { callMethod, getAttribute, newList, newStr, type PyModule, setAttribute } from '../objects/index.ts';
import { importAbsolute } from './import-system.ts';

const CREDITS =
  'Thanks to CWI, CNRI, BeOpen, Zope Corporation, the Python Software Foundation,\nand a cast of thousands for supporting Python development.  See www.python.org for more information.';

export const SITE_NAMES = ['quit', 'exit', 'help', 'copyright', 'credits', 'license'];

export function addSiteBuiltins(builtins: PyModule): void {
  const { prefix } = getHost();
  if (prefix === '' || startOptions.flags['no_site'] === 1) return;
  const types = importAbsolute('_sitebuiltins');
  const { table } = builtins.dict;
  for (const name of ['quit', 'exit'])
    table.setStr(name, callMethod(types, 'Quitter', name, 'Ctrl-D (i.e. EOF)'));
  table.setStr('help', callMethod(types, '_Helper'));
  const printer = (name: string, text: string, files: readonly string[] = []): void => {
    // As `_Printer.__init__` does it, but for the import of `os`.
    const type = getAttribute(types, '_Printer');
    const object = callMethod(type, '__new__', type);
    setAttribute(object, '_Printer__name', name);
    setAttribute(object, '_Printer__data', newStr(text));
    setAttribute(object, '_Printer__lines', null);
    setAttribute(object, '_Printer__filenames', newList(files.map(newStr)));
    table.setStr(name, object);
  };
  printer('copyright', 'Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.');
  printer('credits', CREDITS);
  printer('license', 'See https://www.python.org/psf/license/', [`${prefix}/lib/python3.14/LICENSE.txt`]);
}
