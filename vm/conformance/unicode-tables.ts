/**
 * Writes vm/modules/unicodedata/unicode-*.br (JSON, compressed by brotli), asking CPython 3.14's own `unicodedata` (npm's pyodide) for every code point.
 *
 *     node vm/conformance/unicode-tables.ts FILE…
 *
 * A module cannot list its aliases and named sequences: they are looked for among the fields (between `;` and ends of
 * lines) of the files given, as Unicode's NameAliases.txt and NamedSequences.txt.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { loadPyodide } from 'pyodide';

const DUMP = `
import unicodedata, json
def tables(u):
    records = {}; runs = []; last = None; previous = 0
    for point in range(0x110000):
        c = chr(point)
        record = u.category(c), u.bidirectional(c), u.combining(c), u.mirrored(c), u.east_asian_width(c)
        if record != last:
            runs += point - previous, records.setdefault(record, len(records))
            last = record; previous = point
    numbers = []
    for point in range(0x110000):
        value = u.decimal(chr(point), -1), u.digit(chr(point), -1), u.numeric(chr(point), None)
        if value != (-1, -1, None): numbers += point, *value
    return dict(records=list(records), runs=runs, numbers=numbers)
decompositions = []; previous = 0; names = []; ideographs = []; points = []; last = 0
for point in range(0x110000):
    text = unicodedata.decomposition(chr(point))
    if text:
        decompositions += point - previous, text
        previous = point
    name = unicodedata.name(chr(point), '')
    if name.startswith('CJK UNIFIED IDEOGRAPH-'):
        if ideographs and ideographs[-1] == point - 1: ideographs[-1] = point
        else: ideographs += point, point
    elif name and not name.startswith('HANGUL SYLLABLE '):
        names.append(name); points.append(point - last); last = point
aliases = {}
for candidate in candidates:
    try: text = unicodedata.lookup(candidate)
    except KeyError: continue
    if len(text) > 1 or unicodedata.name(text, '') != candidate: aliases[candidate] = text
properties = dict(
    version=unicodedata.unidata_version, current=tables(unicodedata), old=tables(unicodedata.ucd_3_2_0),
    decompositions=decompositions, ideographs=ideographs)
json.dumps([json.dumps(properties), json.dumps(dict(names='\\n'.join(names), points=points, aliases=aliases))])
`;

const pyodide = await loadPyodide();
const fields = process.argv.slice(2).flatMap((file) => readFileSync(file, 'utf8').split(/[;\n]/));
pyodide.globals.set(
  'candidates',
  pyodide.toPy([...new Set(fields.map((field) => field.trim()))].filter(Boolean)),
);
const [properties, names] = JSON.parse(pyodide.runPython(DUMP) as string) as [string, string];

for (const [name, text] of Object.entries({ properties, names })) {
  const bytes = Buffer.from(text);
  const params = { [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const file = new URL(`../modules/unicodedata/unicode-${name}.br`, import.meta.url);
  writeFileSync(file, brotliCompressSync(bytes, { params }));
}
