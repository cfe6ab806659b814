import { sleep } from "@/lib/core/clock";
import type { ContainerEngine } from "@/lib/provisioning/engine";
import { batchLimits, type ConsoleBatches } from "./console-batches";

/**
 * Reads a log that is written faster than Docker's follower can follow. The follower continues with the new file
 * whenever one is rotated, and skips the rest of the old one silently. Below that rate nothing is lost.
 */

/** Characters in {@link windowMs} after which the log is sampled instead of followed: 4 MB a second. */
const floodCharacters = 1_000_000;
const windowMs = 250;
/** After so many lines of one attachment its next silence may mean that Docker lost its position. */
const manyLines = 5_000;
const silenceMs = 500;
const sampleEveryMs = 250;
/** So many samples in a row without missing lines end the sampling. */
const calmLooks = 3;

/**
 * Watches one attachment. `isOver` is aborted when the game writes too fast to be followed, and when the attachment
 * falls silent after many lines: a new one gets what came after the last line.
 */
export class FloodWatch {
  readonly #over = new AbortController();
  #isFlood = false;
  #lines = 0;
  #characters = 0;
  #windowFromMs = performance.now();
  #lastMs = performance.now();
  readonly #timer = setInterval(() => this.#look(), 200);

  get isOver(): AbortSignal {
    return this.#over.signal;
  }

  get isFlood(): boolean {
    return this.#isFlood;
  }

  note(characters: number): void {
    const nowMs = performance.now();
    this.#lines++;
    this.#lastMs = nowMs;
    if (nowMs - this.#windowFromMs > windowMs) {
      this.#windowFromMs = nowMs;
      this.#characters = 0;
    }
    this.#characters += characters;
    if (this.#characters < floodCharacters) return;
    this.#isFlood = true;
    this.#over.abort();
  }

  #look(): void {
    if (this.#lines > manyLines && performance.now() - this.#lastMs >= silenceMs) this.#over.abort();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/**
 * Reads the newest lines several times a second until the game writes slowly again. Whether lines are missing between
 * two samples is known for certain: each requests the last line of the one before again. Throws when the engine does
 * not answer.
 */
export async function sampleLog(
  engine: Pick<ContainerEngine, "logs">,
  name: string,
  batches: ConsoleBatches,
  { signal, arrived }: { signal: AbortSignal; arrived: () => void },
): Promise<void> {
  for (let calm = 0; calm < calmLooks && !signal.aborted; ) {
    const after = batches.newest ?? undefined;
    const lines = await engine.logs(name, { after, tail: batchLimits.lines, signal });
    const joint = lines.findLastIndex(({ cursor }) => cursor === after);
    if (joint < 0 && lines.length > 0) batches.noteCut();
    for (const line of lines.slice(joint + 1)) batches.add(line);
    if (lines.length > 0) arrived();
    calm = joint < 0 && lines.length > 0 ? 0 : calm + 1;
    await sleep(sampleEveryMs, signal).catch(() => {});
  }
}
