import { z } from "zod";
import type { Sql } from "@/lib/db/transaction";
import { type Response, type RuleRow, responses, type SignalKind } from "./contract";
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

type RuleInForce = { rule: Rule; settings: RuleSettings };

export async function loadRules(db: Sql): Promise<RuleInForce[]> {
  const rows = await db.prisma.securityRule.findMany();
  return rulesWith(rows.map((row) => ({ ...row, response: z.enum(responses).parse(row.response) })));
}

/** Every rule as it is in force: the defaults of the code, and what administrators changed. */
export function rulesWith(rows: readonly RuleRow[]): RuleInForce[] {
  return Object.values(rules).map((rule) => ({ rule, settings: settingsOf(rule, rows) }));
}

function settingsOf(rule: Rule, rows: readonly RuleRow[]): RuleSettings {
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
