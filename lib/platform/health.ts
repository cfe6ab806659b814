import { clockTrouble } from "@/lib/auth/factors/clock-trouble";
import { env } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import { ping } from "@/lib/db/notify.sql";
import { sql } from "@/lib/db/transaction";
import { hasNoSpace, listConditions } from "@/lib/nodes/conditions";
import { isolationProblems } from "@/lib/nodes/isolation/isolation-problems";
import { engineTroubles } from "@/lib/workloads/watch/engine-troubles";
import { countWorkers } from "./health.sql";

export const dependencyNames = ["database", "worker", "engine", "realtime", "isolation", "clock"] as const;

/** What the panel depends on, each with its state; a page and `/api/health/ready` read it. */
export type Dependency = {
  name: (typeof dependencyNames)[number];
  status: "up" | "down";
  /** Without it the panel cannot answer. The others degrade it. */
  required: boolean;
  latencyMs: number | null;
  detail: string | null;
};

export type Readiness = { status: "ready" | "degraded" | "unavailable"; dependencies: Dependency[] };

async function check(
  name: Dependency["name"],
  required: boolean,
  probe: () => Promise<string | null>,
): Promise<Dependency> {
  const startedAt = performance.now();
  try {
    const problem = await probe();
    const latencyMs = Math.round((performance.now() - startedAt) * 10) / 10;
    return { name, required, status: problem ? "down" : "up", latencyMs, detail: problem };
  } catch (error) {
    return { name, required, status: "down", latencyMs: null, detail: messageOf(error).slice(0, 200) };
  }
}

const sharedForMs = 1_000;
let shared: { until: number; answer: Promise<Readiness> } | undefined;

/** {@link checkReadiness}, at most once a second: the public route costs the same at any request rate. */
export function sharedReadiness(): Promise<Readiness> {
  const now = performance.now();
  if (!shared || now >= shared.until) shared = { until: now + sharedForMs, answer: checkReadiness() };
  return shared.answer;
}

export async function checkReadiness(): Promise<Readiness> {
  const dependencies = await Promise.all([
    check("database", true, async () => ((await sql().row(ping)) ? null : "no answer")),
    check("worker", false, async () => {
      const row = await sql().row(countWorkers);
      return row && row.n > 0 ? null : "no worker is connected; servers are accepted but wait";
    }),
    check("engine", false, async () => {
      const nodes = await listConditions(sql());
      const down = nodes.filter((node) => node.isSilent);
      const silent = down.map(
        ({ name, engineError }) => `not reachable: ${name}${engineError ? `. ${engineError}` : ""}`,
      );
      const names = new Set(down.map((row) => row.name));
      const troubles = (await engineTroubles(sql()))
        .filter((trouble) => !names.has(trouble.node))
        .map(({ node, title, runs, cure }) => `${node}: ${title} (${runs} ${runs === 1 ? "run" : "runs"}). ${cure}`);
      const full = nodes
        .filter(({ disk }) => hasNoSpace(disk))
        .map(
          ({ name, disk }) =>
            `${name}: only ${disk?.freeMb ?? 0} MB of its disk are free. Remove what is not needed there.`,
        );
      return [...silent, ...troubles, ...full].join(" ") || null;
    }),
    check("realtime", false, async () => {
      const { PUSHER_HOST, PUSHER_PORT, PUSHER_TLS } = env();
      if (!PUSHER_HOST) return null;
      const scheme = PUSHER_TLS ? "https" : "http";
      const answer = await fetch(`${scheme}://${PUSHER_HOST}:${PUSHER_PORT ?? 443}/up`, {
        signal: AbortSignal.timeout(2_000),
      });
      return answer.ok ? null : `answers ${answer.status}`;
    }),
    check("isolation", false, async () => (await isolationProblems(sql())).join("\n") || null),
    check("clock", false, () => clockTrouble()),
  ]);
  const down = dependencies.filter((dependency) => dependency.status === "down");
  const status = down.some((dependency) => dependency.required)
    ? "unavailable"
    : down.length > 0
      ? "degraded"
      : "ready";
  return { status, dependencies };
}
