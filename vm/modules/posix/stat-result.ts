/** `os.stat_result` and the calls that give one (CPython: Modules/posixmodule.c, `_pystat_fromstructstat`). */
import { type BigIntStats, fstatSync, lstatSync, statSync } from 'node:fs';
import { type Escapes, newFloat, normalizeInt, type PyObject } from '../../objects/index.ts';
import { type StructSequence, structSequence } from '../struct-sequence.ts';
import { type HostPath, onHost } from './errors.ts';

let type: StructSequence | undefined;

export function statResultType(): StructSequence {
  type ??= structSequence(
    'os.stat_result',
    [
      'st_mode',
      'st_ino',
      'st_dev',
      'st_nlink',
      'st_uid',
      'st_gid',
      'st_size',
      'st_atime',
      'st_mtime',
      'st_ctime',
    ],
    {
      hidden: [
        'st_atime',
        'st_mtime',
        'st_ctime',
        'st_atime_ns',
        'st_mtime_ns',
        'st_ctime_ns',
        'st_blksize',
        'st_blocks',
        'st_rdev',
      ],
      constructible: true,
    },
  );
  return type;
}

const SECOND = 1_000_000_000n;

export function statResult(stats: BigIntStats): PyObject {
  const times = [stats.atimeNs, stats.mtimeNs, stats.ctimeNs];
  const ints = [stats.mode, stats.ino, stats.dev, stats.nlink, stats.uid, stats.gid, stats.size].map(
    normalizeInt,
  );
  const seconds = times.map((time) => normalizeInt(floorDivide(time)));
  const floats = times.map((time) => newFloat(Number(time) / 1e9));
  const rest = [...times, stats.blksize, stats.blocks, stats.rdev].map(normalizeInt);
  return statResultType().make([...ints, ...seconds, ...floats, ...rest]);
}

function floorDivide(time: bigint): bigint {
  return time >= 0n ? time / SECOND : -((-time + SECOND - 1n) / SECOND);
}

/** Stat of a path or, for a number, of an open descriptor. */
export function statOf(
  target: HostPath | number,
  followLinks: boolean,
  path: PyObject,
): Escapes<BigIntStats> {
  return onHost(() => {
    if (typeof target === 'number') return fstatSync(target, { bigint: true });
    return followLinks ? statSync(target, { bigint: true }) : lstatSync(target, { bigint: true });
  }, path);
}
