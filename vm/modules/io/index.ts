/** The module `_io` (CPython: Modules/_io). */
import { BlockingIOErrorType, type PyModule } from '../../objects/index.ts';
import { defineModule } from '../define.ts';
import { baseTypes } from './base.ts';
import { bufferedTypes, pairType } from './buffered.ts';
import { bytesIoType } from './bytesio.ts';
import { fileType } from './file.ts';
import { newlineDecoderType } from './newlines.ts';
import { openFunctions } from './open.ts';
import { DEFAULT_BUFFER_SIZE, unsupportedOperation } from './shared.ts';
import { stringIoType } from './stringio.ts';
import { textType } from './text.ts';

export { openFunctions } from './open.ts';

export function createIo(): PyModule {
  const { base, raw, buffered, text } = baseTypes();
  const { reader, writer, random } = bufferedTypes();
  return defineModule({
    name: '_io',
    doc: 'The io module provides the Python interfaces to stream handling.',
    functions: openFunctions,
    members: {
      DEFAULT_BUFFER_SIZE,
      UnsupportedOperation: unsupportedOperation(),
      BlockingIOError: BlockingIOErrorType,
      _IOBase: base,
      _RawIOBase: raw,
      _BufferedIOBase: buffered,
      _TextIOBase: text,
      FileIO: fileType(),
      BytesIO: bytesIoType(),
      StringIO: stringIoType(),
      BufferedReader: reader,
      BufferedWriter: writer,
      BufferedRandom: random,
      BufferedRWPair: pairType(),
      TextIOWrapper: textType(),
      IncrementalNewlineDecoder: newlineDecoderType(),
    },
  });
}
