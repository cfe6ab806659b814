import { latestReadings } from "@/lib/monitoring/charts/latest";
import type { AlertSource } from "./source";

/** An agent sends every 90 seconds, the panel every ten. */
const agentSilentMs = 150_000;
const localSilentMs = 45_000;

export const machineSource: AlertSource = {
  kind: "machine",
  everyMs: 1_000,
  async read(db, nowMs) {
    const machines = await latestReadings(null, "machine", db);
    return [...machines].map(([id, { subject, name, ownerId, isLocal, at, receivedAt, skewMs, readings }]) => {
      // Samples that were sent late are older than the call that brought them.
      const silentMs = Math.max(0, nowMs - receivedAt.getTime());
      const silentLimitMs = isLocal ? localSilentMs : agentSilentMs;
      return {
        subjectId: id,
        subject,
        ownerId,
        name: name ?? id,
        href: `/machines/${id}`,
        figures: {
          ...readings,
          "silence.seconds": silentMs / 1000,
          "clock.skewSeconds": Math.abs(skewMs) / 1000,
        },
        sampleAtMs: at.getTime(),
        isSilent: nowMs - at.getTime() > silentLimitMs,
      };
    });
  },
};
