import { z } from "zod";
import { type AlertSubjectKind, alertSubjectKinds, alertSubjects, alertUnits, findMetric } from "./figures/contract";

export const severities = ["warning", "critical"] as const;
export type Severity = (typeof severities)[number];

const figure = z.number().min(-1e15).max(1e15);
const seconds = (most: number) => z.number().int().min(0).max(most);
const channelIds = z.array(z.string().max(40)).max(10).default([]);
const subject = z.strictObject({
  kind: z.enum(alertSubjectKinds),
  /** One object; absent: all of this kind. */
  id: z.string().max(64).optional(),
});

const ruleShape = {
  name: z.string().trim().min(1, "Give the rule a name.").max(100),
  subject,
  metric: z.string().max(60),
  operator: z.enum([">", "<"]),
  warning: figure.nullish(),
  critical: figure.nullish(),
  /** The value at which an alert ends; absent: at the lowest threshold. */
  clearAt: figure.nullish(),
  /** How long the value must be beyond a threshold before anybody is notified. */
  forSeconds: seconds(86_400),
  /** How long the value must be back before the alert ends. */
  keepForSeconds: seconds(86_400).default(60),
  missing: z.enum(["ignore", "alert"]).default("ignore"),
  channels: z.strictObject({ warning: channelIds, critical: channelIds }).default({ warning: [], critical: [] }),
  /** Channels that are used too while nobody has acknowledged a critical alert for so long. */
  escalation: z.strictObject({ afterSeconds: seconds(86_400), channels: channelIds }).nullish(),
  enabled: z.boolean().default(true),
};

type Thresholds = {
  operator: ">" | "<";
  warning?: number | null | undefined;
  critical?: number | null | undefined;
  clearAt?: number | null | undefined;
};

const given = (value: number | null | undefined): value is number => value !== null && value !== undefined;

type Issue = { code: "custom"; message: string; path: string[]; input: unknown };

/** What thresholds contradict each other. Pure. */
function checkThresholds(rule: Thresholds, add: (issue: Issue) => void): void {
  const { operator, warning, critical, clearAt } = rule;
  const issue = (path: string, message: string) => add({ code: "custom", message, path: [path], input: rule });
  if (!given(warning) && !given(critical)) issue("warning", "Give a warning or a critical threshold.");
  const beyond = (value: number, than: number) => (operator === ">" ? value > than : value < than);
  if (given(warning) && given(critical) && !beyond(critical, warning)) {
    issue("critical", `The critical threshold must be ${operator === ">" ? "above" : "below"} the warning.`);
  }
  const lowest = given(warning) ? warning : critical;
  if (given(clearAt) && given(lowest) && beyond(clearAt, lowest)) {
    issue("clearAt", "The value that ends an alert must not be beyond its threshold.");
  }
}

type Judged = Thresholds & { subject: { kind: AlertSubjectKind; id?: string | undefined }; metric: string };

function checkRule(rule: Judged, add: (issue: Issue) => void): void {
  checkThresholds(rule, add);
  if (findMetric(rule.subject.kind, rule.metric)) return;
  const known = alertSubjects[rule.subject.kind].metrics.map(({ name }) => name).join(", ");
  add({ code: "custom", message: `Use one of: ${known}.`, path: ["metric"], input: rule });
}

export const ruleBody = z
  .strictObject(ruleShape)
  .superRefine((rule, ctx) => checkRule(rule, (issue) => ctx.addIssue(issue)));
export type RuleInput = z.output<typeof ruleBody>;

/** Only what changes. The subject and the figure stay: another figure is another rule. */
export const rulePatch = z.strictObject({
  name: ruleShape.name.optional(),
  operator: ruleShape.operator.optional(),
  warning: figure.nullish(),
  critical: figure.nullish(),
  clearAt: figure.nullish(),
  forSeconds: ruleShape.forSeconds.optional(),
  keepForSeconds: seconds(86_400).optional(),
  missing: z.enum(["ignore", "alert"]).optional(),
  channels: z.strictObject({ warning: channelIds, critical: channelIds }).optional(),
  escalation: z.strictObject({ afterSeconds: seconds(86_400), channels: channelIds }).nullish(),
  enabled: z.boolean().optional(),
});
export type RulePatch = z.output<typeof rulePatch>;

export const ruleView = z.object({
  id: z.string(),
  name: z.string(),
  /** Null: a rule of the panel, about everybody's objects. */
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  subject: z.object({ kind: z.enum(alertSubjectKinds), id: z.string().nullable() }),
  metric: z.string(),
  operator: z.enum([">", "<"]),
  warning: z.number().nullable(),
  critical: z.number().nullable(),
  clearAt: z.number().nullable(),
  forSeconds: z.number().int(),
  keepForSeconds: z.number().int(),
  missing: z.enum(["ignore", "alert"]),
  channels: z.object({ warning: z.array(z.string()), critical: z.array(z.string()) }),
  escalation: z.object({ afterSeconds: z.number().int(), channels: z.array(z.string()) }).nullable(),
  enabled: z.boolean(),
  /** It came with the panel. */
  isShipped: z.boolean(),
  /** Alerts of it that have not ended. */
  firing: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type RuleView = z.output<typeof ruleView>;

/** `GET /api/alert-rules/{id}` and the form: the same shape, checked whole after a change. */
export const wholeRule = z
  .object(ruleShape)
  .superRefine((rule, ctx) => checkRule(rule, (issue) => ctx.addIssue(issue)));

export const previewView = z.object({
  /** Null: its figure is not stored, so that nothing is known of the past. */
  wouldHaveFired: z.array(
    z.object({
      from: z.iso.datetime(),
      /** Null: it would still be firing. */
      to: z.iso.datetime().nullable(),
      severity: z.enum(severities),
      subject: z.object({ id: z.string(), name: z.string() }),
    }),
  ),
  days: z.number().int(),
  /** Objects that were looked at, and those that the rule is about. */
  lookedAt: z.number().int(),
  of: z.number().int(),
  isStored: z.boolean(),
});
export type PreviewView = z.output<typeof previewView>;

export const alertStates = ["firing", "acknowledged", "resolved"] as const;
export type AlertState = (typeof alertStates)[number];

export const alertView = z.object({
  id: z.string(),
  rule: z.object({ id: z.string().nullable(), name: z.string() }),
  subject: z.object({ kind: z.enum(alertSubjectKinds), id: z.string(), name: z.string() }),
  /** Page of the panel. */
  href: z.string().nullable(),
  metric: z.string(),
  unit: z.enum(alertUnits),
  severity: z.enum(severities),
  state: z.enum(alertStates),
  isFlapping: z.boolean(),
  operator: z.enum([">", "<"]),
  threshold: z.number().nullable(),
  value: z.number().nullable(),
  peak: z.number().nullable(),
  startedAt: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  acknowledgedBy: z.string().nullable(),
  silencedUntil: z.iso.datetime().nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  /** Why it ended. */
  resolution: z.string().nullable(),
});
export type AlertView = z.output<typeof alertView>;

export const alertDetail = alertView.extend({
  events: z.array(
    z.object({ id: z.string(), at: z.iso.datetime(), kind: z.string(), text: z.string(), by: z.string().nullable() }),
  ),
});
export type AlertDetail = z.output<typeof alertDetail>;

export const alertFilter = z.object({
  state: z.enum([...alertStates, "open"]).optional(),
  severity: z.enum(severities).optional(),
  kind: z.enum(alertSubjectKinds).optional(),
  subject: z.string().max(64).optional(),
  rule: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(40),
  cursor: z
    .string()
    .regex(/^alt_[0-9a-z]{26}$/, "Use the nextCursor of the page before.")
    .optional(),
});
export type AlertFilter = z.output<typeof alertFilter>;

export const noteBody = z.strictObject({ note: z.string().trim().min(1, "Write the note.").max(2_000) });
export const acknowledgeBody = z.strictObject({ note: z.string().trim().max(2_000).optional() });
export const silenceBody = z.strictObject({ minutes: z.number().int().min(1).max(43_200) });

export const alertStats = z.object({
  days: z.number().int(),
  open: z.number().int(),
  acknowledged: z.number().int(),
  total: z.number().int(),
  /** Medians in seconds; null without any. */
  medianToAcknowledge: z.number().nullable(),
  medianToResolve: z.number().nullable(),
  noisiest: z.array(z.object({ ruleId: z.string().nullable(), name: z.string(), count: z.number().int() })),
  byDay: z.array(z.object({ day: z.string(), warning: z.number().int(), critical: z.number().int() })),
});
export type AlertStats = z.output<typeof alertStats>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time such as 23:00.");
export const silenceRuleBody = z
  .strictObject({
    name: z.string().trim().min(1, "Give the silence a name.").max(100),
    rule: z.string().max(40).optional(),
    subject: subject.optional(),
    startsAt: z.iso.datetime({ offset: true }),
    endsAt: z.iso.datetime({ offset: true }),
    /** Only within these hours of each day; over midnight when `to` is before `from`. */
    daily: z
      .strictObject({
        from: clockTime,
        to: clockTime,
        timeZone: z.string().max(60).refine(isTimeZone, "Use a time zone such as Europe/Berlin."),
      })
      .optional(),
  })
  .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), {
    message: "The end must be after the begin.",
    path: ["endsAt"],
  });
export type SilenceInput = z.output<typeof silenceRuleBody>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const silenceView = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  rule: z.object({ id: z.string(), name: z.string() }).nullable(),
  subject: z.object({ kind: z.enum(alertSubjectKinds), id: z.string().nullable() }).nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  daily: z.object({ from: z.string(), to: z.string(), timeZone: z.string() }).nullable(),
  isActive: z.boolean(),
});
export type SilenceView = z.output<typeof silenceView>;
