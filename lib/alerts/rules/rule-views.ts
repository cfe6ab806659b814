import type { AlertRule } from "@/lib/db/generated/client";
import { type RuleView, ruleView, wholeRule } from "../contract";

export type RuleRow = AlertRule & {
  owner: { id: string; name: string } | null;
  _count: { incidents: number };
};

export const ruleParts = {
  owner: { select: { id: true, name: true } },
  _count: { select: { incidents: { where: { resolvedAt: null } } } },
} as const;

const parts = ruleView.pick({ channels: true, escalation: true });

export function viewOfRule(row: RuleRow): RuleView {
  const {
    ownerId: _owner,
    shippedAs,
    subjectKind,
    subjectId,
    channels,
    escalation,
    createdAt,
    version,
    _count,
    ...rest
  } = row;
  const stored = { warning: [], critical: [], ...(typeof channels === "object" ? channels : {}) };
  return ruleView.parse({
    ...rest,
    ...parts.parse({ channels: stored, escalation }),
    subject: { kind: subjectKind, id: subjectId },
    isShipped: shippedAs !== null,
    firing: _count.incidents,
    createdAt: createdAt.toISOString(),
  });
}

/** What the form and the check of a change work with. */
export function inputOf({ subject, ...view }: RuleView) {
  return wholeRule.parse({
    ...view,
    subject: { kind: subject.kind, ...(subject.id === null ? {} : { id: subject.id }) },
  });
}
