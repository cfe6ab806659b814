import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { sql } from "@/lib/db/transaction";

export type ProvisioningFigures = {
  /** Creates that ended in the last 24 hours. */
  created: number;
  failed: number;
  /** Milliseconds from accept to online; null without any. */
  medianMs: number | null;
  slowestMs: number | null;
  /** Failures of the last 24 hours by code, the most frequent first. */
  errors: { code: string; count: number }[];
  /** Creates and failures by hour, the oldest first; 24 entries. */
  hours: { at: string; created: number; failed: number }[];
};

/** Staff: figures about creating servers, for the overview: success rate, times and the trend of errors. */
export async function getProvisioningFigures(actor: Actor): Promise<ProvisioningFigures> {
  authorise(actor, "run.read");
  const totals = await sql().row<Omit<ProvisioningFigures, "errors" | "hours">>(
    `SELECT count(*) FILTER (WHERE state = 'succeeded')::int AS created, count(*) FILTER (WHERE state = 'failed')::int AS failed,
            (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - created_at))
              FILTER (WHERE state = 'succeeded') * 1000)::int AS "medianMs",
            (max(extract(epoch FROM finished_at - created_at)) FILTER (WHERE state = 'succeeded') * 1000)::int AS "slowestMs"
     FROM provisioning_run WHERE resource_kind = 'game-server' AND kind = 'create' AND finished_at > now() - interval '24 hours'`,
  );
  const errors = await sql().rows<{ code: string; count: number }>(
    `SELECT error_code AS code, count(*)::int AS count FROM provisioning_run
     WHERE resource_kind = 'game-server' AND kind = 'create' AND state = 'failed' AND finished_at > now() - interval '24 hours' AND error_code IS NOT NULL
     GROUP BY error_code ORDER BY count DESC LIMIT 5`,
  );
  const hours = await sql().rows<{ at: Date; created: number; failed: number }>(
    `SELECT h AS at, count(r.id) FILTER (WHERE r.state = 'succeeded')::int AS created,
            count(r.id) FILTER (WHERE r.state = 'failed')::int AS failed
     FROM generate_series(date_trunc('hour', now()) - interval '23 hours', date_trunc('hour', now()), interval '1 hour') h
     LEFT JOIN provisioning_run r ON r.resource_kind = 'game-server' AND r.kind = 'create' AND date_trunc('hour', r.finished_at) = h
     GROUP BY h ORDER BY h`,
  );
  return {
    created: totals?.created ?? 0,
    failed: totals?.failed ?? 0,
    medianMs: totals?.medianMs ?? null,
    slowestMs: totals?.slowestMs ?? null,
    errors,
    hours: hours.map((hour) => ({ ...hour, at: hour.at.toISOString() })),
  };
}
