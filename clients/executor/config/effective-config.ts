import { z } from "zod";
import { bareHost, configAnswer } from "../../../lib/executors/config/contract";
import type { ManualSettings } from "./manual-settings";

/** Default for panels that do not send this field: ten seconds. */
export const defaultReconnectSpreadMs = 10_000;
export const panelConfig = configAnswer.shape.config.extend({
  reconnectSpreadMs: z.int().min(0).default(defaultReconnectSpreadMs),
});
export type PanelConfig = z.output<typeof panelConfig>;

/** The configuration in use: the panel's, overridden by manual settings. */
export type EffectiveConfig = PanelConfig & {
  /** Fields that were set by hand. */
  manual: string[];
  bridgeQueueLimit: number;
};

const overridable = ["pusherKey", "pusherCluster", "zmqHost", "zmqPort", "heartbeatIntervalMs"] as const;

/** Pure. */
export function effectiveConfig(config: PanelConfig, manual: ManualSettings): EffectiveConfig {
  const set = overridable.filter((name) => manual[name] !== undefined);
  const values = Object.fromEntries(set.map((name) => [name, manual[name]]));
  const limit = config.settings.bridgeQueueLimit;
  const isLimit = typeof limit === "number" && Number.isInteger(limit) && limit > 0;
  // A cluster that was set by hand means hosted Pusher, whatever server the panel names.
  const hosted = manual.pusherCluster === undefined ? {} : { pusherHost: undefined, pusherPort: undefined };
  const effective = { ...config, ...hosted, ...values };
  return {
    ...effective,
    zmqHost: bareHost(effective.zmqHost),
    manual: set,
    bridgeQueueLimit: isLimit ? Math.min(limit, 100_000) : 1_000,
  };
}

/** Whether the socket has to be reopened to follow the change. Pure. */
export function isRealtimeChanged(before: EffectiveConfig, after: EffectiveConfig): boolean {
  const names = ["pusherKey", "pusherCluster", "pusherHost", "pusherPort", "pusherTls", "channel"] as const;
  return names.some((name) => before[name] !== after[name]);
}
