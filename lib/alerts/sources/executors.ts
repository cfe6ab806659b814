import { listExecutorRows } from "@/lib/executors/executors.sql";
import type { AlertSource } from "./source";

const most = 100_000;
const dayMs = 86_400_000;
const unused = null;

export const executorSource: AlertSource = {
  kind: "executor",
  everyMs: 10_000,
  async read(db, nowMs) {
    const rows = await db.rows(listExecutorRows, [unused, unused, unused, most, ...Array(6).fill(unused)]);
    const known = rows.filter(({ presence }) => presence !== "revoked" && presence !== "never");
    return known.map(({ id, ownerId, name, lastSeenAt, clockSkewMs, expiresAt }) => ({
      subjectId: id,
      subject: null,
      ownerId,
      name,
      href: `/executors/${id}`,
      figures: {
        "silence.seconds": lastSeenAt ? Math.max(0, nowMs - lastSeenAt.getTime()) / 1000 : 0,
        "clock.skewSeconds": Math.abs(clockSkewMs ?? 0) / 1000,
        ...(expiresAt ? { "key.expiresDays": (expiresAt.getTime() - nowMs) / dayMs } : {}),
      },
      sampleAtMs: nowMs,
      isSilent: false,
    }));
  },
};
