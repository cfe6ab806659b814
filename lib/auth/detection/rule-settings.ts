import type { Sql } from "@/lib/db/transaction";
import type { Response, SignalKind } from "./contract";
import { listRuleSettings } from "./detection.sql";
import { rules } from "./rules/registry";
import type { Rule } from "./rules/rule";

export type RuleSettings = {
  enabled: boolean;
  threshold: number;
  windowSeconds: number;
  response: Response;
  /** An administrator changed something about it. */
  isChanged: boolean;
};

type Row = Omit<RuleSettings, "isChanged"> & { kind: string };

/** Every rule as it is in force: the defaults of the code, and what administrators changed. */
export async function loadRules(db: Sql): Promise<{ rule: Rule; settings: RuleSettings }[]> {
  const rows = await db.rows(listRuleSettings);
  return Object.values(rules).map((rule) => ({ rule, settings: settingsOf(rule, rows) }));
}

function settingsOf(rule: Rule, rows: readonly Row[]): RuleSettings {
  const row = rows.find(({ kind }) => kind === rule.kind);
  if (!row) return { ...rule.defaults, isChanged: false };
  const { enabled, threshold, windowSeconds, response } = row;
  // A response that a later version no longer offers falls back.
  const choice = rule.choices.includes(response) ? response : rule.defaults.response;
  return { enabled, threshold, windowSeconds, response: choice, isChanged: true };
}

export function isSignalKind(text: string): text is SignalKind {
  return Object.hasOwn(rules, text);
}
