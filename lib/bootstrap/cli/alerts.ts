import { systemActor } from "@/lib/access/actor";
import { alertFilter } from "@/lib/alerts/contract";
import { acknowledgeAlert } from "@/lib/alerts/incidents/acknowledge-alert";
import { listAlerts } from "@/lib/alerts/incidents/queries";
import { resolveAlert } from "@/lib/alerts/incidents/resolve-alert";
import { silenceAlert } from "@/lib/alerts/incidents/silence-alert";
import { changeRule } from "@/lib/alerts/rules/change-rule";
import { listRules } from "@/lib/alerts/rules/queries";
import { type Command, table, UsageError } from "../command-line";

function minutesOf(text: string | undefined): number {
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 1) throw new UsageError("--minutes: use a whole number above 0.");
  return minutes;
}

const setEnabled = (enabled: boolean): Command => ({
  name: enabled ? "alert-rule on" : "alert-rule off",
  summary: enabled ? "Switch an alert rule on." : "Switch an alert rule off; its open alerts end.",
  positionals: ["ID"],
  async run(input) {
    const rule = await changeRule(systemActor, input.positional(0), { enabled });
    return { json: rule, text: `${rule.name} is ${enabled ? "on" : "off"}.` };
  },
});

export const commands: readonly Command[] = [
  {
    name: "alert list",
    summary: "Alerts that have not ended, the newest first.",
    options: { all: { type: "boolean", summary: "also those that ended" } },
    async run(input) {
      const filter = alertFilter.parse({ limit: 100, ...(input.flag("all") ? {} : { state: "open" }) });
      const { items } = await listAlerts(systemActor, filter);
      const rows = items.map((alert) => [
        alert.id,
        alert.severity,
        alert.state,
        `${alert.rule.name}: ${alert.subject.name}`,
        alert.value === null ? "" : String(alert.value),
        alert.startedAt,
      ]);
      return { json: { items }, text: table(["ID", "SEVERITY", "STATE", "ALERT", "VALUE", "SINCE"], rows) };
    },
  },
  {
    name: "alert acknowledge",
    summary: "Acknowledge an alert: it is not repeated unless it becomes worse.",
    positionals: ["ID"],
    options: { note: { type: "string", value: "TEXT", summary: "what is done about it" } },
    async run(input) {
      const alert = await acknowledgeAlert(systemActor, input.positional(0), input.text("note"));
      return { json: alert, text: "The alert is acknowledged." };
    },
  },
  {
    name: "alert silence",
    summary: "Send no messages of an alert for some minutes.",
    positionals: ["ID"],
    options: { minutes: { type: "string", value: "N", summary: "how long", required: true } },
    async run(input) {
      const alert = await silenceAlert(systemActor, input.positional(0), minutesOf(input.text("minutes")));
      return { json: alert, text: `Silenced until ${alert.silencedUntil}.` };
    },
  },
  {
    name: "alert resolve",
    summary: "End an alert; a new one begins if its value stays beyond the threshold.",
    positionals: ["ID"],
    async run(input) {
      const alert = await resolveAlert(systemActor, input.positional(0));
      return { json: alert, text: "The alert is resolved." };
    },
  },
  {
    name: "alert-rule list",
    summary: "Alert rules with what they watch.",
    async run() {
      const { items } = await listRules(systemActor);
      const text = (value: number | null) => (value === null ? "" : String(value));
      const rows = items.map((rule) => [
        rule.id,
        rule.enabled ? "on" : "off",
        rule.name,
        `${rule.subject.kind} ${rule.metric} ${rule.operator}`,
        text(rule.warning),
        text(rule.critical),
        String(rule.firing),
      ]);
      return {
        json: { items },
        text: table(["ID", "STATE", "NAME", "WATCHES", "WARNING", "CRITICAL", "OPEN"], rows),
      };
    },
  },
  setEnabled(true),
  setEnabled(false),
];
