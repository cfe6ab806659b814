import type { HealthState } from "@/lib/health/contract";
import { currentHealth } from "@/lib/health/run-checks";
import type { AlertSource } from "./source";

const levels: Record<HealthState, number> = { off: 0, ok: 0, degraded: 1, failed: 2 };

export const checkSource: AlertSource = {
  kind: "check",
  everyMs: 15_000,
  async read(_db, nowMs) {
    const findings = await currentHealth();
    return findings.map(({ name, label, state }) => ({
      subjectId: name,
      subject: null,
      ownerId: null,
      name: label,
      href: "/admin/health",
      figures: { "state.level": levels[state] },
      sampleAtMs: nowMs,
      isSilent: false,
    }));
  },
};
