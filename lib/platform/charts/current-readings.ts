import type { ServerDetailView } from "@/lib/game-servers/contract";
import { latestReadings } from "@/lib/monitoring/charts/latest";

/** Older samples say nothing about now. */
const newestMs = 120_000;

/** The newest stored figures of a server that the caller may read; null without any of the last two minutes. */
export async function currentReadings({ id, status }: Pick<ServerDetailView, "id" | "status">) {
  if (status !== "online") return null;
  const latest = (await latestReadings([id], "server")).get(id);
  if (!latest || Date.now() - latest.at.getTime() > newestMs) return null;
  const { readings } = latest;
  return {
    cpuPercent: readings["cpu.percent"] ?? null,
    memoryBytes: readings["memory.used"] ?? null,
    diskBytes: readings["disk.used"] ?? null,
    players: readings["players.online"] ?? null,
  };
}
