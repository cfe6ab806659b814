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

export const lockKey = rowLock("encryption_key");
