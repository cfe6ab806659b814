import type { useTranslations } from "next-intl";
import { figureWord } from "@/components/alerts/figure-words";
import type { PreviewView, RuleInput, RuleView } from "@/lib/alerts/contract";
import { type AlertSubjectKind, alertSubjects } from "@/lib/alerts/figures/contract";

type Texts = ReturnType<typeof useTranslations<"alerts.rules">>;

/** The values of the form; an empty field of a number is "". */
export type RuleDraft = {
  name: string;
  kind: AlertSubjectKind;
  subjectId: string | null;
  metric: string;
  operator: ">" | "<";
  warning: number | string;
  critical: number | string;
  clearAt: number | string;
  forSeconds: number | string;
  keepForSeconds: number | string;
  missing: "ignore" | "alert";
  warningChannels: string[];
  criticalChannels: string[];
};

export const emptyDraft: RuleDraft = {
  name: "",
  kind: "machine",
  subjectId: null,
  metric: "cpu.percent",
  operator: ">",
  warning: 90,
  critical: "",
  clearAt: "",
  forSeconds: 300,
  keepForSeconds: 60,
  missing: "ignore",
  warningChannels: [],
  criticalChannels: [],
};

export function draftOf(rule: RuleView): RuleDraft {
  const { name, subject, metric, operator, warning, critical, clearAt, channels, missing } = rule;
  return {
    ...{ name, metric, operator, missing },
    kind: subject.kind,
    subjectId: subject.id,
    warning: warning ?? "",
    critical: critical ?? "",
    clearAt: clearAt ?? "",
    forSeconds: rule.forSeconds,
    keepForSeconds: rule.keepForSeconds,
    warningChannels: channels.warning,
    criticalChannels: channels.critical,
  };
}

const number = (value: number | string) => (value === "" ? null : Number(value));
const whole = (value: number | string) => (value === "" ? 0 : Number(value));

/** The body of the request. Pure. */
export function bodyOf(draft: RuleDraft, rule: RuleView | null): RuleInput {
  const { name, kind, subjectId, metric, operator, missing } = draft;
  return {
    ...{ name, metric, operator, missing },
    subject: { kind, ...(subjectId ? { id: subjectId } : {}) },
    warning: number(draft.warning),
    critical: number(draft.critical),
    clearAt: number(draft.clearAt),
    forSeconds: whole(draft.forSeconds),
    keepForSeconds: whole(draft.keepForSeconds),
    channels: { warning: draft.warningChannels, critical: draft.criticalChannels },
    escalation: rule?.escalation ?? null,
    enabled: rule?.enabled ?? true,
  };
}

/** The field of a path in the body. */
export function fieldOf(path: string): string {
  const names: Record<string, string> = {
    "subject.kind": "kind",
    "subject.id": "subjectId",
    channels: "warningChannels",
    "channels.warning": "warningChannels",
    "channels.critical": "criticalChannels",
  };
  return names[path] ?? path;
}

export const metricChoices = (t: Parameters<typeof figureWord>[0], kind: AlertSubjectKind) =>
  alertSubjects[kind].metrics.map(({ name }) => ({ value: name, label: figureWord(t, kind, name) }));

/** What a preview found, in one sentence. Pure. */
export function summarisePreview(t: Texts, { wouldHaveFired, days, lookedAt, of, isStored }: PreviewView): string {
  if (!isStored) return t("thePastOfThis");
  const times = wouldHaveFired.length;
  const part = lookedAt < of ? ` ${t("lookedAtOfObjects", { lookedAt, of })}` : "";
  if (wouldHaveFired.length === 0) return t("thisRuleWouldNot", { days, part });
  return t("thisRuleWouldHave", { times, days, part });
}
