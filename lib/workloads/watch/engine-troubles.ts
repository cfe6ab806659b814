import type { Sql } from "@/lib/db/transaction";
import { allNodes } from "@/lib/nodes/engines";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { listEngineTroubles } from "../runs/runs.sql";
import { type MachineCode, machineCodes } from "./machine-codes";

const recentMinutes = 15;

export type EngineTrouble = { node: string; code: MachineCode; runs: number; title: string; cure: string };

/**
 * What prevented runs from finishing on each machine: of those that wait now, and of those that failed in the last 15
 * minutes with no success after them. A machine's engine may answer and still fail every run (its disk is full).
 */
export async function engineTroubles(db: Sql): Promise<EngineTrouble[]> {
  const rows = await db.rows(listEngineTroubles, [machineCodes, recentMinutes]);
  if (rows.length === 0) return [];
  const nodes = await allNodes(db);
  return nodes.flatMap(({ id, name: node }) =>
    rows
      .filter(({ nodeId }) => nodeId === id)
      .map(({ code, runs }) => {
        const { title, cure } = provisioningErrors[code]();
        return { node, code, runs, title, cure };
      }),
  );
}
