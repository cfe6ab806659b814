/**
 * Detects lines that the rotation of an engine's log removed before they were read. Docker keeps two files of 5 MB; a
 * reader slower than the writer is moved to the newest file, and the files between are skipped silently. Signs of it,
 * all together: the game wrote so fast that a file may have been filled within the jump of the lines' times; when the
 * line before the jump was read, the one after it had been written already, so the reader did not wait for the game;
 * and the line is newer than the attachment, because what was there before is read from the files one after the other.
 * Pure; the work for each line is constant.
 */

/** What is written in a jump that may hide a lost file: a fifth of one, since rates are estimates. */
const lostBytes = 1_000_000;
/** Docker stores a line as JSON with its time and output. */
const bytesAroundLine = 80;
const rateWindowMs = 250;
/** An engine whose newest lines seem older than this has a clock that is behind. */
const clockToleranceMs = 10_000;

export class LostLines {
  #attachedMs = 0;
  #readMs = 0;
  #atMs = Number.NaN;
  /** The smallest difference between the time of reading and the line's own. */
  #leastLagMs = Number.POSITIVE_INFINITY;
  #window = { fromMs: Number.NEGATIVE_INFINITY, bytes: 0, bytesBefore: 0 };

  /** A reading starts. Times are of this machine's wall clock, those of lines of the engine's. */
  attach(nowMs: number): void {
    this.#attachedMs = nowMs;
  }

  /** A line that had been read came once more. */
  noteRepeated(nowMs: number): void {
    this.#readMs = nowMs;
  }

  /** The next line; returns whether lines before it may be lost. */
  note(line: { atMs: number; characters: number }, nowMs: number): boolean {
    const isLost = this.#isLossBefore(line.atMs);
    this.#measure(line.atMs, line.characters + bytesAroundLine);
    this.#leastLagMs = Math.min(this.#leastLagMs, nowMs - line.atMs);
    this.#readMs = nowMs;
    this.#atMs = line.atMs;
    return isLost;
  }

  #isLossBefore(atMs: number): boolean {
    const jumpMs = atMs - this.#atMs;
    const { bytes, bytesBefore } = this.#window;
    if (!((Math.max(bytes, bytesBefore) / rateWindowMs) * jumpMs >= lostBytes)) return false;
    const lag = this.#leastLagMs;
    const clockMs = lag >= 0 && lag < clockToleranceMs ? 0 : lag;
    const wasWritten = this.#readMs - clockMs >= atMs - jumpMs / 2;
    return wasWritten && atMs + clockMs >= this.#attachedMs;
  }

  /** Counts in windows of the lines' own time; of the finished one only while it is the one right before. */
  #measure(atMs: number, bytes: number): void {
    const passedMs = atMs - this.#window.fromMs;
    if (passedMs >= 0 && passedMs < rateWindowMs) {
      this.#window.bytes += bytes;
      return;
    }
    const isNext = passedMs >= 0 && passedMs < 2 * rateWindowMs;
    this.#window = { fromMs: atMs, bytes, bytesBefore: isNext ? this.#window.bytes : 0 };
  }
}
