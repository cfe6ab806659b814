import type { ExecutorSettings } from "@/lib/executors/config/contract";
import { flatConfig } from "./flat-config";

/** A layer of configuration and the version it was read at. */
export type ReadLayer = { layer: ExecutorSettings; version: number };

/** Whether two layers are equal, in any order of keys. Pure. */
export function isSameLayer(a: ExecutorSettings, b: ExecutorSettings): boolean {
  const text = (layer: ExecutorSettings) =>
    JSON.stringify(Object.entries(flatConfig(layer)).sort(([one], [other]) => (one < other ? -1 : 1)));
  return text(a) === text(b);
}

/**
 * What happens to a draft when the saved layer has changed since the draft began: only the version changed (`renew`);
 * nothing was typed, or the same values (`follow`); both changed it (`conflict`: the person decides, and the draft is
 * kept). Pure.
 */
export function compareWithLive(
  begun: ReadLayer,
  draft: ExecutorSettings,
  live: ReadLayer,
): "same" | "renew" | "follow" | "conflict" {
  if (isSameLayer(begun.layer, live.layer)) return begun.version === live.version ? "same" : "renew";
  return isSameLayer(draft, begun.layer) || isSameLayer(draft, live.layer) ? "follow" : "conflict";
}
