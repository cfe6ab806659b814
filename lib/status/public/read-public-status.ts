import { coreErrors } from "@/lib/core/errors";
import { readHistory } from "@/lib/health/read-history";
import { currentHealth } from "@/lib/health/run-checks";
import type { IncidentView, PublicStatus } from "../contract";
import { listIncidents } from "../incidents/incidents";
import { readStatusSettings } from "../settings";
import { cachedStatus } from "./cache";

const hours = 720;
const incidentDays = 14;
const dayMs = 86_400_000;

/** Null while the page is off. */
export function readPublicStatus(): Promise<PublicStatus | null> {
  return cachedStatus(read);
}

export async function requirePublic(): Promise<void> {
  if (!(await readStatusSettings()).enabled) throw coreErrors.not_found({ detail: "There is no status page." });
}

export async function getPublicStatus(): Promise<PublicStatus> {
  const status = await readPublicStatus();
  if (!status) throw coreErrors.not_found({ detail: "There is no status page." });
  return status;
}

async function read(): Promise<PublicStatus | null> {
  const { enabled, title, components } = await readStatusSettings();
  if (!enabled) return null;
  const nowMs = Date.now();
  const [findings, history, incidents] = await Promise.all([
    currentHealth(),
    readHistory(hours, nowMs),
    listIncidents(new Date(nowMs - incidentDays * dayMs)),
  ]);
  const shown = components.map(({ check, label }) => {
    const past = history.checks.find(({ name }) => name === check);
    return {
      label,
      state: findings.find(({ name }) => name === check)?.state ?? ("off" as const),
      availability: past?.availability ?? null,
      history: past?.points.map((point) => point?.state ?? null) ?? [],
    };
  });
  return { title, state: overallState(shown, incidents), components: shown, incidents };
}

/** What a visitor reads first: the worst of the components and of the open incidents. Pure. */
export function overallState(
  components: readonly Pick<PublicStatus["components"][number], "state">[],
  incidents: readonly Pick<IncidentView, "impact" | "resolvedAt">[],
): PublicStatus["state"] {
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null);
  if (components.some(({ state }) => state === "failed") || open.some(({ impact }) => impact === "major"))
    return "outage";
  if (components.some(({ state }) => state === "degraded") || open.some(({ impact }) => impact === "minor")) {
    return "degraded";
  }
  return open.length > 0 ? "maintenance" : "operational";
}
