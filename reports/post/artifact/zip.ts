/**
 * Reads a zip that a stranger wrote, in memory: names from a list, no folders, links or duplicates, and limits on the
 * number of entries, on each and on all of them, which hold for what the directory claims and again while inflating.
 */
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { PostError } from '../problem.ts';

export interface ZipLimits {
  readonly zipBytes: number;
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
}

/** A result of 5 000 benchmarks in 24 rounds on two engines is 30 MB. */
export const ARTIFACT_LIMITS: ZipLimits = {
  zipBytes: 32 * 2 ** 20,
  entries: 4,
  entryBytes: 64 * 2 ** 20,
  totalBytes: 96 * 2 ** 20,
};

/** The entries by name. */
export async function readZip(
  zip: Uint8Array,
  allowedNames: readonly string[],
  limits: ZipLimits = ARTIFACT_LIMITS,
): Promise<Map<string, Buffer>> {
  if (zip.length > limits.zipBytes) refuse(`is ${zip.length} bytes, more than ${limits.zipBytes}`);
  const file = await open(zip);
  if (file.entryCount > limits.entries) refuse(`has ${file.entryCount} entries, more than ${limits.entries}`);
  const entries = await listEntries(file, limits);
  let total = 0;
  const seen = new Set<string>();
  for (const entry of entries) {
    checkEntry(entry, allowedNames, limits);
    if (seen.has(entry.fileName)) refuse(`has the entry ${quote(entry.fileName)} twice`);
    seen.add(entry.fileName);
    total += entry.uncompressedSize;
  }
  if (total > limits.totalBytes) refuse(`unpacks to ${total} bytes, more than ${limits.totalBytes}`);
  const contents = new Map<string, Buffer>();
  for (const entry of entries) contents.set(entry.fileName, await inflate(file, entry));
  return contents;
}

function checkEntry(entry: yauzl.Entry, allowedNames: readonly string[], limits: ZipLimits): void {
  const name = quote(entry.fileName);
  if (!allowedNames.includes(entry.fileName)) refuse(`has the entry ${name}, which does not belong there`);
  // The upper half of the attributes is the Unix mode, where the writer was Unix: 0o100000 is a plain file.
  const type = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (type !== 0 && type !== 0o100000) refuse(`has ${name} as something else than a plain file`);
  if (entry.isEncrypted()) refuse(`has ${name} encrypted`);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    refuse(`has ${name} compressed in a way that is not deflate`);
  }
  if (entry.uncompressedSize > limits.entryBytes) {
    refuse(`has ${name} with ${entry.uncompressedSize} bytes, more than ${limits.entryBytes}`);
  }
}

function open(zip: Uint8Array): Promise<yauzl.ZipFile> {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(
      bytes,
      { lazyEntries: true, strictFileNames: true, validateEntrySizes: true },
      (error, file) => (error ? reject(refusal(`is no zip (${error.message})`)) : resolve(file)),
    );
  });
}

function listEntries(file: yauzl.ZipFile, limits: ZipLimits): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    file.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry);
      if (entries.length > limits.entries) reject(refusal(`has more than ${limits.entries} entries`));
      else file.readEntry();
    });
    file.once('end', () => resolve(entries));
    file.once('error', (error: Error) => reject(refusal(`is damaged (${error.message})`)));
    file.readEntry();
  });
}

/** yauzl ends the stream with an error as soon as it yields more or less than the directory says. */
function inflate(file: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const damaged = (error: Error): void =>
      reject(refusal(`has ${quote(entry.fileName)} damaged (${error.message})`));
    file.openReadStream(entry, (error, stream) => {
      if (error) {
        damaged(error);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', damaged);
      stream.once('end', () => {
        const content = Buffer.concat(chunks);
        if (crc32(content) !== entry.crc32) damaged(new Error('checksum differs'));
        else resolve(content);
      });
    });
  });
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}

function refusal(problem: string): PostError {
  return new PostError('ARTIFACT_REFUSED', `the artifact ${problem}`);
}

function refuse(problem: string): never {
  throw refusal(problem);
}
