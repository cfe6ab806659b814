import type { Severity } from "../contract";
import { describeAlert, inSeconds, valueText } from "./describe-alert";
import type { StoredIncident } from "./stored";

/** The texts of messages. Pure. */
type Reported = { incidents: readonly StoredIncident[]; severity: Severity; isResolved: boolean };

const longestTitle = 200;

export function titleOf({ incidents, severity, isResolved }: Reported, word = wordOf(severity, isResolved)): string {
  const [first] = incidents;
  if (incidents.length === 1 && first) return `${word}: ${describeAlert(first)}`.slice(0, longestTitle);
  return `${word}: ${incidents.length} alerts`;
}

function wordOf(severity: Severity, isResolved: boolean): string {
  if (isResolved) return "Ended";
  return severity === "critical" ? "Critical" : "Warning";
}

/** So many alerts are described; more are listed by rule. */
const mostLines = 5;

export function bodyOf({ incidents }: Reported, nowMs: number): string {
  if (incidents.length <= mostLines) return incidents.map((incident) => lineOf(incident, nowMs)).join("\n");
  const rules = Map.groupBy(incidents, ({ ruleName }) => ruleName);
  return [...rules].map(([rule, of]) => `${rule}: ${of.map(shortly).sort().join(", ")}.`).join("\n");
}

function shortly({ subjectName, value, subjectKind, metric }: StoredIncident): string {
  return value === null ? subjectName : `${subjectName} (${valueText(subjectKind, metric, value)})`;
}

/** One alert in a line, with what its last message did not say. */
export function lineOf(incident: StoredIncident, nowMs: number): string {
  const { startedAt, resolvedAt, peak, subjectKind, metric, dueMessage, ruleName, resolution } = incident;
  const lasted = inSeconds(((resolvedAt ? Date.parse(resolvedAt) : nowMs) - Date.parse(startedAt)) / 1000);
  const peakText = peak === null ? "" : `, peak ${valueText(subjectKind, metric, peak)}`;
  const text = `${describeAlert(incident)}. Rule: ${ruleName}.`;
  if (dueMessage === "resolved") return `${text} ${resolution ?? ""} It lasted ${lasted}${peakText}.`;
  if (dueMessage === "flapping") return `${text} It changes often and stays open until it is stable for 30 minutes.`;
  return `${text} Since ${lasted}${peakText}.`;
}
