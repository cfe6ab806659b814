/** Numbers of few bytes: seven bits in each, the low ones first; zigzag puts small negative numbers beside small positive ones. */
export class VarintWriter {
  #buffer = Buffer.allocUnsafe(16_384);
  #length = 0;

  /** A whole number from 0 to 2^53. */
  write(value: number): void {
    if (this.#length + 10 > this.#buffer.length) this.#buffer = Buffer.concat([this.#buffer], this.#buffer.length * 2);
    let rest = value;
    while (rest >= 128) {
      this.#buffer[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#length++] = rest;
  }

  writeSigned(value: number): void {
    this.write(zigzag(value));
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}

export class VarintReader {
  readonly #buffer: Uint8Array;
  #at = 0;

  constructor(buffer: Uint8Array) {
    this.#buffer = buffer;
  }

  read(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#buffer[this.#at++];
      if (byte === undefined) throw new Error("a chunk ends within a number");
      if (byte < 128) return value + byte * factor;
      value += (byte - 128) * factor;
      factor *= 128;
    }
  }

  readSigned(): number {
    return unzigzag(this.read());
  }
}

const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number) => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
