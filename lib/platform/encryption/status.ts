import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { keyRing } from "@/lib/core/field-cipher";
import { sql } from "@/lib/db/transaction";
import type { EncryptionStatus } from "../contract";
import { countRowsByKey, totalByKey } from "./count-rows";
import { followActiveKey, processTimeoutSeconds } from "./follow-keys";
import { ringFile } from "./ring-file";
import type { RotationProgress } from "./step-rotation";

type KeyRow = {
  id: string;
  state: EncryptionStatus["keys"][number]["state"];
  activatedAt: Date | null;
  retiredAt: Date | null;
};
type RotationRow = {
  id: string;
  toKey: string;
  state: "distributing" | "reencrypting" | "finished";
  note: string | null;
  progress: RotationProgress;
  passes: number;
  startedAt: Date;
  finishedAt: Date | null;
};

/** Keys, rows by key and column, and the last rotation. Reads every encrypted column; for a page, not a poll per second. */
export async function encryptionStatus(actor: Actor): Promise<EncryptionStatus> {
  authorise(actor, "encryption.manage");
  const activeKey = await followActiveKey();
  const [counts, keys, rotation, processes] = await Promise.all([
    countRowsByKey(),
    sql().rows<KeyRow>(
      `SELECT id, state, activated_at AS "activatedAt", retired_at AS "retiredAt" FROM encryption_key ORDER BY created_at, id`,
    ),
    sql().row<RotationRow>(
      `SELECT id, to_key AS "toKey", state, note, progress, passes, started_at AS "startedAt", finished_at AS "finishedAt"
       FROM encryption_rotation ORDER BY id DESC LIMIT 1`,
    ),
    sql().rows<EncryptionStatus["processes"][number]>(
      `SELECT id, kind, active_key_id AS "activeKey", key_ids AS keys FROM encryption_process
       WHERE seen_at > now() - interval '${processTimeoutSeconds} seconds' ORDER BY id`,
    ),
  ]);
  const totals = totalByKey(counts);
  const known = keys.length > 0 ? keys : keyRing().ids.map((id) => unregistered(id, activeKey));
  return {
    activeKey,
    source: ringFile() ? "file" : "environment",
    keys: known.map((key) => ({
      id: key.id,
      state: key.state,
      rows: totals.get(key.id) ?? 0,
      activatedAt: key.activatedAt?.toISOString() ?? null,
      retiredAt: key.retiredAt?.toISOString() ?? null,
    })),
    columns: counts.map((column) => ({
      ...column,
      rows: Object.values(column.keys).reduce((sum, rows) => sum + rows, 0),
    })),
    rotation: rotation ? toRotation(rotation) : null,
    processes,
  };
}

const unregistered = (id: string, active: string): KeyRow => ({
  id,
  state: id === active ? "active" : "known",
  activatedAt: null,
  retiredAt: null,
});

function toRotation(row: RotationRow): NonNullable<EncryptionStatus["rotation"]> {
  const columns = Object.values(row.progress);
  const { id, toKey, state, note, passes } = row;
  return {
    id,
    toKey,
    state,
    note,
    passes,
    done: columns.reduce((sum, column) => sum + column.done, 0),
    total: columns.reduce((sum, column) => sum + Math.max(column.total, column.done), 0),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
