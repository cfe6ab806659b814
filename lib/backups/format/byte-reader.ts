/** Reads a stream in pieces of a given length. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer[] = [];
  #size = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Exactly `length` bytes, or null when the stream ends before. */
  async read(length: number): Promise<Buffer | null> {
    while (this.#size < length) if (!(await this.#fill())) return null;
    const all = this.#held.length === 1 && this.#held[0] ? this.#held[0] : Buffer.concat(this.#held, this.#size);
    const piece = all.subarray(0, length);
    this.#held = all.length > length ? [all.subarray(length)] : [];
    this.#size -= length;
    return piece;
  }

  async isAtEnd(): Promise<boolean> {
    return this.#size === 0 && !(await this.#fill());
  }

  /** Ends the source, also before its end. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done) return false;
    const chunk = Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.#held.push(chunk);
    this.#size += chunk.length;
    return true;
  }
}
