import { type BackupView, backupOrigins, backupStates } from "../contract";
import type { StoredBackup } from "./stored";

const isoOf = (date: Date | null) => date?.toISOString() ?? null;
const numberOf = (value: bigint | null) => (value === null ? null : Number(value));
const oneOf = <const T extends string>(known: readonly T[], stored: string, fallback: T): T =>
  known.find((name) => name === stored) ?? fallback;

export function toBackupView(row: StoredBackup): BackupView {
  const { id, phase, fileName, compression, withMetrics, tables, keyId, error, writeMs, verifyMs } = row;
  return {
    id,
    origin: oneOf(backupOrigins, row.origin, "manual"),
    state: oneOf(backupStates, row.state, "failed"),
    phase,
    progress: progressOf(row),
    target: { id: row.target.id, name: row.target.name, kind: row.target.kind },
    fileName,
    compression,
    withMetrics,
    tables,
    rows: numberOf(row.rows),
    bytes: numberOf(row.bytes),
    keyId,
    error,
    createdAt: row.createdAt.toISOString(),
    writtenAt: isoOf(row.writtenAt),
    verifiedAt: isoOf(row.verifiedAt),
    writeMs,
    verifyMs,
  };
}

/** Statistics may be old: below 100 until it has ended. */
function progressOf({ state, rowsDone, rowsExpected }: StoredBackup): number | null {
  if ((state !== "running" && state !== "verifying") || !rowsExpected) return null;
  return Math.min(99, Math.floor((Number(rowsDone) / Math.max(1, Number(rowsExpected))) * 100));
}
