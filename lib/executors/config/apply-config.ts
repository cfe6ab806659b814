import type { Tx } from "@/lib/db/transaction";
import { executorChannel } from "@/lib/realtime/contract";
import { recordConfig } from "../create-executor";
import { recordEvent } from "../fleet/timeline";
import { executorPublisher } from "../publication/executor-publisher";
import { wakeExecutors } from "../publication/wake";
import type { ExecutorConfig, ExecutorSettings } from "./contract";
import { mergeConfig } from "./merge-config";

const causeTexts = {
  overrides: "its own settings were changed",
  template: "it follows another template",
  "roll-out": "its template's new version was rolled out to it",
  "roll-back": "its template was rolled back",
  restored: "an older one was restored",
} as const;

/** What an executor's configuration is made of, after a change; the row must be locked. */
export type NewLayers = {
  executorId: string;
  configVersion: number;
  before: ExecutorConfig;
  template: { id: string; version: number; settings: ExecutorSettings } | null;
  overrides: ExecutorSettings;
  cause: "overrides" | "template" | "roll-out" | "roll-back" | "restored";
  authorId: string | null;
};

/** Saves the layers; when the merged result differs, as the next version. Returns the version to announce, or null. */
export async function applyLayers(tx: Tx, layers: NewLayers): Promise<number | null> {
  const after = mergeConfig(layers.template?.settings ?? {}, layers.overrides);
  const isSame = JSON.stringify(mergeConfig(layers.before)) === JSON.stringify(after);
  const version = layers.configVersion + (isSame ? 0 : 1);
  const config = after;
  const { executorId, template, cause, authorId } = layers;
  await tx.prisma.executor.updateMany({
    where: { id: executorId },
    data: {
      overrides: layers.overrides,
      templateId: template?.id ?? null,
      templateVersion: template?.version ?? null,
      config,
      configVersion: version,
    },
  });
  if (isSame) return null;
  const layer = {
    overrides: layers.overrides,
    templateId: template?.id ?? null,
    templateVersion: template?.version ?? null,
  };
  await recordConfig(tx, { executorId, version, config, ...layer, cause, authorId });
  await recordEvent(tx, executorId, "config.changed", `Configuration ${version}: ${causeTexts[cause]}.`);
  await wakeExecutors(tx, [executorId]);
  return version;
}

/** After the commit: the push carries the version only, the executor fetches the rest. */
export async function announceConfig(executorId: string, version: number): Promise<void> {
  const event = { configVersion: version, at: new Date().toISOString() };
  await executorPublisher().publish(executorChannel(executorId), "executor.config-changed", event);
}
