import { z } from "zod";

/** Shapes of detection that a browser may see. */
export const outcomes = [
  "succeeded",
  "wrong_password",
  "unknown_account",
  "factor_asked",
  "factor_sent",
  "factor_wrong",
  "limited",
  "blocked",
] as const;
export type Outcome = (typeof outcomes)[number];

export const signalKinds = [
  "brute_force",
  "credential_stuffing",
  "new_country",
  "impossible_pace",
  "factor_fatigue",
  "token_new_network",
] as const;
export type SignalKind = (typeof signalKinds)[number];

/** What may be done about a signal by itself; `observe`: nothing but showing it. */
export const responses = ["observe", "notify", "slow", "challenge", "block", "lock", "revoke"] as const;
export type Response = (typeof responses)[number];

export const measures = ["slow", "challenge", "block", "lock"] as const;
export type Measure = (typeof measures)[number];

export const signalActions = ["dismiss", "block_network", "lock_account", "revoke_sessions", "revoke_token"] as const;
export type SignalAction = (typeof signalActions)[number];

export const overviewQuery = z.strictObject({ period: z.enum(["24h", "7d"]).default("24h") });

export const patchRuleBody = z
  .strictObject({
    enabled: z.boolean().optional(),
    threshold: z.number().int().min(1).max(100_000).optional(),
    windowSeconds: z
      .number()
      .int()
      .min(60)
      .max(30 * 86_400)
      .optional(),
    response: z.enum(responses).optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "Change at least one field.");
export type PatchRule = z.output<typeof patchRuleBody>;

export const actOnSignalBody = z.strictObject({ action: z.enum(signalActions) });

export const seriesPoint = z.object({ at: z.iso.datetime(), counts: z.partialRecord(z.enum(outcomes), z.number()) });

export const signalView = z.object({
  id: z.string(),
  kind: z.enum(signalKinds),
  score: z.number().int(),
  reasons: z.array(z.string()),
  state: z.enum(["open", "dismissed", "acted"]),
  response: z.enum(responses),
  at: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  networks: z.array(z.string()),
  /** Whose account it is about, when it is somebody's; the address is shortened for managers. */
  user: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }).nullable(),
  tokenName: z.string().nullable(),
  /** What an administrator may do about it, besides dismissing it. */
  actions: z.array(z.enum(signalActions)),
});
export type SignalView = z.output<typeof signalView>;

/** What an administrator changed about a rule, as it is stored. */
export type RuleRow = { kind: string; enabled: boolean; threshold: number; windowSeconds: number; response: Response };

export const ruleView = z.object({
  kind: z.enum(signalKinds),
  title: z.string(),
  help: z.string(),
  thresholdLabel: z.string(),
  enabled: z.boolean(),
  threshold: z.number().int(),
  windowSeconds: z.number().int(),
  response: z.enum(responses),
  /** The responses that make sense for it. */
  choices: z.array(z.enum(responses)),
  isChanged: z.boolean(),
});
export type RuleView = z.output<typeof ruleView>;

export const blockView = z.object({
  id: z.string(),
  measure: z.enum(measures),
  /** Null: from everywhere. */
  network: z.string().nullable(),
  /** To one account, or to all. */
  scope: z.enum(["account", "all"]),
  user: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }).nullable(),
  reason: z.string(),
  until: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type BlockView = z.output<typeof blockView>;

export const networkView = z.object({
  network: z.string(),
  country: z.string().nullable(),
  failures: z.number().int(),
  accounts: z.number().int(),
  successes: z.number().int(),
});
export type NetworkView = z.output<typeof networkView>;

export const securityOverview = z.object({
  period: z.enum(["24h", "7d"]),
  series: z.array(seriesPoint),
  signals: z.array(signalView),
  /** The latest that were settled. */
  settled: z.array(signalView),
  networks: z.array(networkView),
  blocks: z.array(blockView),
  rules: z.array(ruleView),
});
export type SecurityOverview = z.output<typeof securityOverview>;
