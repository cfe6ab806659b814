import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { keyRing } from "@/lib/core/encryption/field-cipher";
import type { EncryptionKey, EncryptionRotation } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { type EncryptionStatus, encryptionStatusView } from "../contract";
import { countRowsByKey, totalByKey } from "./count-rows";
import { followActiveKey } from "./follow-keys";
import { ringFile } from "./ring-file";
import { rotationProgress } from "./rotation/rotation-progress";
import { listRunningProcesses } from "./rotation/running-processes";

type KeyRow = Pick<EncryptionKey, "id" | "state" | "activatedAt" | "retiredAt">;
type RotationRow = Omit<EncryptionRotation, "requestedBy">;
const { keys: keysView, rotation: rotationView } = encryptionStatusView.shape;
const keyState = keysView.element.shape.state;
const rotationState = rotationView.unwrap().shape.state;

/** Keys, rows by key and column, and the last rotation. Reads every encrypted column; for a page, not a poll per second. */
export async function encryptionStatus(actor: Actor): Promise<EncryptionStatus> {
  authorise(actor, "encryption.manage");
  const activeKey = await followActiveKey();
  const [counts, keys, rotation, processes] = await Promise.all([
    countRowsByKey(sql()),
    sql().prisma.encryptionKey.findMany({
      select: { id: true, state: true, activatedAt: true, retiredAt: true },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
    sql().prisma.encryptionRotation.findFirst({ omit: { requestedBy: true }, orderBy: { id: "desc" } }),
    listRunningProcesses(sql()),
  ]);
  const totals = totalByKey(counts);
  const known = keys.length > 0 ? keys : keyRing().ids.map((id) => unregistered(id, activeKey));
  return {
    activeKey,
    source: ringFile() ? "file" : "environment",
    keys: known.map((key) => ({
      id: key.id,
      state: keyState.parse(key.state),
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
  const columns = Object.values(rotationProgress.parse(row.progress));
  const { id, toKey, state, note, passes } = row;
  return {
    id,
    toKey,
    state: rotationState.parse(state),
    note,
    passes,
    done: columns.reduce((sum, column) => sum + column.done, 0),
    total: columns.reduce((sum, column) => sum + Math.max(column.total, column.done), 0),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
