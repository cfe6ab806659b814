import { isRecord } from "@/lib/core/records";
import type { PullProgress } from "../../engine";

type Layer = { downloaded: number; extracted: number; bytes: number; totalBytes: number | null };

const finished = new Set(["Pull complete", "Already exists"]);
const mb = 1_000_000;

/** Docker's per-layer lines as one fraction: half for downloading, half for unpacking. Never goes back. Pure. */
export class PullTracker {
  readonly #layers = new Map<string, Layer>();
  #best: number | null = null;

  /** Null for lines without progress. */
  update(entry: Record<string, unknown>): PullProgress | null {
    const { status, id } = entry;
    if (typeof status !== "string") return null;
    if (typeof id !== "string" || status.startsWith("Pulling from")) return { fraction: this.#best, message: status };
    const layer = this.#layers.get(id) ?? { downloaded: 0, extracted: 0, bytes: 0, totalBytes: null };
    this.#layers.set(id, layer);
    const share = shareOf(entry.progressDetail);
    if (status === "Downloading" && share) Object.assign(layer, share, { downloaded: share.bytes / share.totalBytes });
    else if (status === "Download complete" || status === "Verifying Checksum") endDownload(layer);
    else if (status === "Extracting") {
      endDownload(layer);
      if (share) layer.extracted = share.bytes / share.totalBytes;
    } else if (finished.has(status)) {
      endDownload(layer);
      layer.extracted = 1;
    }
    return { fraction: this.#fraction(), message: this.#text() ?? status };
  }

  /** "6 of 24 MB", without the total while Docker has not begun some layer; null before the first byte. */
  #text(): string | null {
    const layers = [...this.#layers.values()];
    const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
    if (bytes === 0) return null;
    const done = Math.round(bytes / mb);
    if (layers.every(({ downloaded }) => downloaded === 1)) return `${done} MB downloaded, unpacking`;
    if (layers.some(({ downloaded, totalBytes }) => totalBytes === null && downloaded < 1)) {
      return `${done} MB downloaded`;
    }
    const total = layers.reduce((sum, layer) => sum + (layer.totalBytes ?? 0), 0);
    return `${done} of ${Math.round(total / mb)} MB`;
  }

  #fraction(): number | null {
    let sum = 0;
    for (const layer of this.#layers.values()) sum += (layer.downloaded + layer.extracted) / 2;
    const fraction = sum / this.#layers.size;
    if (fraction > 0) this.#best = Math.max(this.#best ?? 0, fraction);
    return this.#best;
  }
}

/** A layer that is on the machine already has no bytes to download. */
function endDownload(layer: Layer): void {
  layer.downloaded = 1;
  layer.bytes = layer.totalBytes ?? layer.bytes;
}

function shareOf(detail: unknown): { bytes: number; totalBytes: number } | null {
  if (!isRecord(detail)) return null;
  const { current, total } = detail;
  if (typeof current !== "number" || typeof total !== "number" || total <= 0) return null;
  return { bytes: Math.min(current, total), totalBytes: total };
}
