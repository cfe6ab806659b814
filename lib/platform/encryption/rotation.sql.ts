import { narrow, statement } from "@/lib/db/statement";
import { rowLock } from "@/lib/db/statement-kinds.sql";
import type { RotationProgress } from "./rotation-progress";

export const lockRotation = statement({
  reason: "Runs every few seconds in each worker, and locks the row (SKIP LOCKED).",
  text: `
    SELECT id, to_key AS "toKey", state, progress, passes FROM encryption_rotation
    WHERE is_current AND to_key <> '' FOR UPDATE SKIP LOCKED`,
  columns: {
    id: "text",
    toKey: "text",
    state: "text",
    progress: narrow<RotationProgress>("jsonb"),
    passes: "int4",
  },
});

export const listRunningProcesses = statement({
  reason: "Compares with the clock of the database, which wrote the times.",
  text: `
    SELECT id, kind, active_key_id AS "activeKey", key_ids AS keys FROM encryption_process
    WHERE seen_at > now() - make_interval(secs => $1) ORDER BY id`,
  columns: { id: "text", kind: "text", activeKey: "text", keys: "text[]" },
});

export const lockKey = rowLock("encryption_key");
