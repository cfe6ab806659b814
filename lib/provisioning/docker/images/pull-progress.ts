import { isRecord } from "@/lib/core/records";
import type { PullProgress } from "../../engine";

type Layer = { downloaded: number; extracted: number };

const finished = new Set(["Pull complete", "Already exists"]);

/** Docker's per-layer lines as one fraction: half for downloading, half for unpacking. Never goes back. Pure. */
export class PullTracker {
  readonly #layers = new Map<string, Layer>();
  #best: number | null = null;

  /** Null for lines without progress. */
  update(entry: Record<string, unknown>): PullProgress | null {
    const { status, id } = entry;
    if (typeof status !== "string") return null;
    if (typeof id !== "string" || status.startsWith("Pulling from")) return { fraction: this.#best, message: status };
    const layer = this.#layers.get(id) ?? { downloaded: 0, extracted: 0 };
    this.#layers.set(id, layer);
    const share = shareOf(entry.progressDetail);
    if (status === "Downloading" && share !== null) layer.downloaded = share;
    else if (status === "Download complete" || status === "Verifying Checksum") layer.downloaded = 1;
    else if (status === "Extracting") Object.assign(layer, { downloaded: 1, extracted: share ?? layer.extracted });
    else if (finished.has(status)) Object.assign(layer, { downloaded: 1, extracted: 1 });
    return { fraction: this.#fraction(), message: status };
  }

  #fraction(): number | null {
    let sum = 0;
    for (const layer of this.#layers.values()) sum += (layer.downloaded + layer.extracted) / 2;
    const fraction = sum / this.#layers.size;
    if (fraction > 0) this.#best = Math.max(this.#best ?? 0, fraction);
    return this.#best;
  }
}

function shareOf(detail: unknown): number | null {
  if (!isRecord(detail)) return null;
  const { current, total } = detail;
  if (typeof current !== "number" || typeof total !== "number" || total <= 0) return null;
  return Math.min(current / total, 1);
}
