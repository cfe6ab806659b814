import { listScheduledJobs } from "@/lib/jobs/jobs.sql";
import { countPorts } from "@/lib/nodes/ports/ports.sql";
import { summariseRuns } from "@/lib/workloads/runs/runs.sql";
import type { AlertSource } from "./source";

/** The one subject of its kind. */
export const panelSubject = "panel";

export const panelSource: AlertSource = {
  kind: "panel",
  everyMs: 5_000,
  async read(db, nowMs) {
    const ports = await db.row(countPorts);
    const runs = await db.row(summariseRuns);
    const jobs = await db.rows(listScheduledJobs);
    const figures = {
      ...(ports ? { "ports.used": ports.used, "ports.freePercent": (1 - ports.used / ports.total) * 100 } : {}),
      "runs.failed": runs?.failed ?? 0,
      ...(typeof runs?.p95Ms === "number" ? { "runs.p95Ms": runs.p95Ms } : {}),
      "runs.oldestSeconds": runs?.oldestSeconds ?? 0,
      "jobs.failed": jobs.filter(({ lastState }) => lastState === "failed").length,
    };
    const href = "/admin/provisioning";
    return [
      { subjectId: panelSubject, ownerId: null, name: "The panel", href, figures, sampleAtMs: nowMs, isSilent: false },
    ];
  },
};
