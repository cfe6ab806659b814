import { listProviderHealth } from "@/lib/hosted-services/resources/hosted.sql";
import type { AlertSource } from "./source";

export const serviceSource: AlertSource = {
  kind: "service",
  everyMs: 5_000,
  async read(db, nowMs) {
    const rows = await db.rows(listProviderHealth);
    return rows.map(({ id, name, healthError }) => ({
      subjectId: id,
      ownerId: null,
      name,
      href: `/admin/services/${id}`,
      figures: { "down.count": healthError === null ? 0 : 1 },
      sampleAtMs: nowMs,
      isSilent: false,
    }));
  },
};
