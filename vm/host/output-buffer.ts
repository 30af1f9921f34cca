/** Collects text for one stream and hands it on in large pieces. */

/** As CPython's io.DEFAULT_BUFFER_SIZE. */
const BUFFER_UNITS = 8192;

export type LineMode = 'full' | 'line' | 'none';

export class OutputBuffer {
  private text = '';
  private readonly mode: LineMode;
  private readonly emit: (text: string) => void;

  constructor(mode: LineMode, emit: (text: string) => void) {
    this.mode = mode;
    this.emit = emit;
  }

  write(text: string): void {
    this.text += text;
    if (this.mode === 'none' || this.text.length >= BUFFER_UNITS) this.flush();
    else if (this.mode === 'line' && text.includes('\n')) this.flush();
  }

  flush(): void {
    const { text } = this;
    if (text === '') return;
    // Before the write: what cannot be written is not tried again.
    this.text = '';
    this.emit(text);
  }
}
