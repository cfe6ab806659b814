import { type HealthFacts, healthFacts } from "@/lib/health/facts";
import { listScheduledJobs } from "@/lib/jobs/jobs.sql";
import type { AlertSource } from "./source";

/** The one subject of its kind. */
export const panelSubject = "panel";

export const panelSource: AlertSource = {
  kind: "panel",
  everyMs: 5_000,
  async read(db, nowMs) {
    const { usedPorts, allPorts, failedCreates, p95Ms, oldestRun, ...facts } = await healthFacts();
    const jobs = await db.rows(listScheduledJobs);
    const figures = {
      ...(usedPorts !== null && allPorts !== null
        ? { "ports.used": usedPorts, "ports.freePercent": (1 - usedPorts / allPorts) * 100 }
        : {}),
      "runs.failed": failedCreates,
      ...(p95Ms === null ? {} : { "runs.p95Ms": p95Ms }),
      "runs.oldestSeconds": oldestRun ?? 0,
      ...backupFigures(facts),
      "jobs.failed": jobs.filter(({ lastState }) => lastState === "failed").length,
    };
    const href = "/admin/provisioning";
    return [
      {
        subjectId: panelSubject,
        subject: null,
        ownerId: null,
        name: "The panel",
        href,
        figures,
        sampleAtMs: nowMs,
        isSilent: false,
      },
    ];
  },
};

type BackupFacts = Pick<HealthFacts, "backsUp" | "backupAgeHours" | "kitAgeHours">;

/** Without a schedule nobody expects a backup. Until the first one, the age is that of the recovery kit. */
function backupFigures({ backsUp, backupAgeHours, kitAgeHours }: BackupFacts): Record<string, number> {
  const age = backupAgeHours ?? kitAgeHours;
  return backsUp && age !== null ? { "backup.ageHours": age } : {};
}
