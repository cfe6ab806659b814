import type { Sql } from "@/lib/db/transaction";
import { provisioningErrors } from "@/lib/provisioning/errors";

/** Failures whose cause is the machine or what it depends on, and not the program or its owner. */
const machineCodes = [
  "engine_unavailable",
  "engine_timeout",
  "engine_refused",
  "engine_denied",
  "engine_disk_full",
  "engine_firewall",
  "image_pull_failed",
  "image_corrupt",
  "registry_unreachable",
  "registry_denied",
  "registry_rate_limited",
  "network_exhausted",
  "network_full",
  "volume_limit_timeout",
] as const;
type MachineCode = (typeof machineCodes)[number];
const recentMinutes = 15;

export type EngineTrouble = { node: string; code: MachineCode; runs: number; title: string; cure: string };

/**
 * What prevented runs from finishing on each machine: of those that wait now, and of those that failed in the last 15
 * minutes with no success after them. A machine's engine may answer and still fail every run (its disk is full).
 */
export async function engineTroubles(db: Sql): Promise<EngineTrouble[]> {
  const rows = await db.rows<Pick<EngineTrouble, "node" | "code" | "runs">>(
    `SELECT n.name AS node, r.error_code AS code, count(*)::int AS runs
     FROM provisioning_run r JOIN node n ON n.id = r.node_id
     WHERE r.error_code = ANY($1) AND (r.finished_at IS NULL OR (
       r.state = 'failed' AND r.finished_at > now() - make_interval(mins => $2) AND NOT EXISTS (
         SELECT 1 FROM provisioning_run later WHERE later.node_id = r.node_id AND later.state = 'succeeded'
           AND later.kind IN ('create', 'reinstall', 'start', 'restart') AND later.finished_at > r.finished_at)))
     GROUP BY n.name, r.error_code ORDER BY n.name, runs DESC`,
    [machineCodes, recentMinutes],
  );
  return rows.map((row) => {
    const { title, cure } = provisioningErrors[row.code]();
    return { ...row, title, cure };
  });
}
