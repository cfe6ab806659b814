import { narrow, statement } from "@/lib/db/statement";
import { expired, rowLock } from "@/lib/db/statement-kinds.sql";
import type { StoredIncident, StoredInstance, StoredRule, StoredSilence } from "./evaluate/stored";

export const lockRule = rowLock("alert_rule");
export const lockIncident = rowLock("alert_incident");

/** Everything that an evaluation needs to know: rules that are on, what is not in order, open alerts, silences. */
export const loadAlertState = statement({
  reason: "Runs every second in a worker, in one round trip.",
  name: "alert_state",
  text: `
    SELECT
      (SELECT coalesce(json_agg(r), '[]') FROM (SELECT id, owner_id AS "ownerId", name, subject_kind AS "subjectKind",
         subject_id AS "subjectId", metric, operator, warning, critical, clear_at AS "clearAt",
         for_seconds AS "forSeconds", keep_for_seconds AS "keepForSeconds", missing, channels, escalation, version
         FROM alert_rule WHERE enabled) r) AS rules,
      (SELECT coalesce(json_agg(i), '[]') FROM (SELECT rule_id AS "ruleId", subject_id AS "subjectId", phase, severity,
         rule_version AS "ruleVersion", breach_since AS "breachSince", critical_since AS "criticalSince",
         clear_since AS "clearSince", lower_since AS "lowerSince", transitions, incident_id AS "incidentId"
         FROM alert_instance) i) AS instances,
      (SELECT coalesce(json_agg(a), '[]') FROM (SELECT id, rule_id AS "ruleId", rule_name AS "ruleName",
         owner_id AS "ownerId", subject_id AS "subjectId", subject_name AS "subjectName", subject_kind AS "subjectKind",
         href, metric, operator, severity, threshold, value, peak, flapping, started_at AS "startedAt",
         acknowledged_at AS "acknowledgedAt", silenced_until AS "silencedUntil", resolved_at AS "resolvedAt", resolution,
         due_message AS "dueMessage", due_since AS "dueSince", held_by_silence AS "heldBySilence", messages,
         last_message_at AS "lastMessageAt", escalated_at AS "escalatedAt"
         FROM alert_incident WHERE resolved_at IS NULL OR due_message IS NOT NULL) a) AS incidents,
      (SELECT coalesce(json_agg(s), '[]') FROM (SELECT owner_id AS "ownerId", rule_id AS "ruleId",
         subject_kind AS "subjectKind", subject_id AS "subjectId", starts_at AS "startsAt", ends_at AS "endsAt", daily
         FROM alert_silence WHERE starts_at <= now() AND ends_at > now()) s) AS silences`,
  columns: {
    rules: narrow<StoredRule[]>("json"),
    instances: narrow<StoredInstance[]>("json"),
    incidents: narrow<StoredIncident[]>("json"),
    silences: narrow<StoredSilence[]>("json"),
  },
});

/** Ended alerts go after 180 days, with their events; those of objects that flapped once after half an hour. */
export const purgeIncidents = expired("alert_incident", "resolved_at", "180 days", "due_message IS NULL");
export const purgeInstances = expired("alert_instance", "changed_at", "1 hour", "phase = 'ok'");
export const purgeSilences = expired("alert_silence", "ends_at", "30 days");
