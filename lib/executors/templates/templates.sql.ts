import { statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";

export const lockTemplate = rowLock("executor_template");

export const lockTemplateToFollow = statement({
  reason: "Locks the row.",
  text: `
    SELECT t.owner_id = $3 OR u.role::text = ANY($4) AS "isOpen" FROM executor_template t JOIN app_user u
      ON u.id = t.owner_id
    WHERE t.id = $1 AND ($2::text IS NULL OR t.owner_id = $2) FOR SHARE OF t`,
  columns: {
    isOpen: "bool",
  },
});
