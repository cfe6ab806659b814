import { statement } from "@/lib/db/statement";
import { presenceSql } from "@/lib/executors/fleet/presence";

export const spendEnrolment = statement({
  reason: "Of two calls for the last use one succeeds: compares two columns in the change itself.",
  text: `
    UPDATE executor_enrolment SET uses = uses + 1 WHERE token_hash = $1 AND uses < max_uses AND expires_at > now()
    RETURNING id, owner_id AS "ownerId", name, template_id AS "templateId", addresses, max_uses AS "maxUses"`,
  columns: {
    id: "text",
    ownerId: "text",
    name: "text",
    templateId: "text?",
    addresses: "text[]",
    maxUses: "int4",
  },
});

export const findMachine = statement({
  reason: "The state of an executor is computed by the database only.",
  text: `
    SELECT 1 FROM executor e WHERE e.owner_id = $1 AND e.machine_id = $2
      AND ${presenceSql} IN ('online', 'late', 'flapping')`,
  columns: {
    "?column?": "int4",
  },
});

export const findUsableEnrolment = statement({
  reason: "Compares two columns.",
  text: `
    SELECT e.addresses FROM executor_enrolment e JOIN app_user u ON u.id = e.owner_id
    WHERE e.token_hash = $1 AND e.uses < e.max_uses AND e.expires_at > now() AND u.disabled_at IS NULL`,
  columns: {
    addresses: "text[]?",
  },
});
