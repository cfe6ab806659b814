import { gameServerKind } from "@/lib/game-servers/kind";
import { latestReadings } from "@/lib/monitoring/charts/latest";
import { listWorkloads } from "@/lib/workloads/workloads.sql";
import type { AlertSource } from "./source";

const silentMs = 45_000;

export const serverSource: AlertSource = {
  kind: "server",
  everyMs: 2_000,
  async read(db, nowMs) {
    const rows = await db.rows(listWorkloads, [null, null]);
    const servers = rows.filter(({ kind, status }) => kind === gameServerKind && status !== "deleting");
    const latest = await latestReadings(null, "server", db);
    return servers.map(({ id, ownerId, name, status, crashCount }) => {
      const newest = status === "online" ? latest.get(id) : undefined;
      return {
        subjectId: id,
        subject: newest?.subject ?? null,
        ownerId,
        name,
        href: `/servers/${id}`,
        figures: {
          ...newest?.readings,
          "crashes.count": crashCount,
          "failed.count": status === "failed" || status === "crashed" ? 1 : 0,
        },
        sampleAtMs: newest?.at.getTime() ?? null,
        isSilent: newest !== undefined && nowMs - newest.at.getTime() > silentMs,
      };
    });
  },
};
