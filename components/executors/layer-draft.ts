import type { ExecutorSettings } from "@/lib/executors/contract";
import { flatConfig } from "./flat-config";

/** A layer of configuration and the version it was read at. */
export type ReadLayer = { layer: ExecutorSettings; version: number };

/** Whether two layers say the same, in whatever order. Pure. */
export function isSameLayer(a: ExecutorSettings, b: ExecutorSettings): boolean {
  const text = (layer: ExecutorSettings) =>
    JSON.stringify(Object.entries(flatConfig(layer)).sort(([one], [other]) => (one < other ? -1 : 1)));
  return text(a) === text(b);
}

/**
 * What becomes of a draft when what is there now is not what it began from: only the version moved (`renew`); nothing was
 * typed, or the same (`follow`); both changed it (`conflict`: the person decides, and the draft stays). Pure.
 */
export function meetLive(
  begun: ReadLayer,
  draft: ExecutorSettings,
  live: ReadLayer,
): "same" | "renew" | "follow" | "conflict" {
  if (isSameLayer(begun.layer, live.layer)) return begun.version === live.version ? "same" : "renew";
  return isSameLayer(draft, begun.layer) || isSameLayer(draft, live.layer) ? "follow" : "conflict";
}
