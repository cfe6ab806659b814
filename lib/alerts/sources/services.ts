import { healthFacts } from "@/lib/health/facts";
import type { AlertSource } from "./source";

export const serviceSource: AlertSource = {
  kind: "service",
  everyMs: 5_000,
  async read(_db, nowMs) {
    const { services } = await healthFacts();
    return services.map(({ id, name, error }) => ({
      subjectId: id,
      subject: null,
      ownerId: null,
      name,
      href: `/admin/services/${id}`,
      figures: { "down.count": error === null ? 0 : 1 },
      sampleAtMs: nowMs,
      isSilent: false,
    }));
  },
};
