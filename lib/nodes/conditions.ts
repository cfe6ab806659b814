import type { Sql } from "@/lib/db/transaction";
import {
  type DiskRecord,
  diskRecord,
  type IsolationRecord,
  isolationRecord,
  type ProofRecord,
  proofRecord,
} from "./contract";
import { listEngineNodes } from "./nodes.sql";

/** What is known of a machine's health. */
export type NodeCondition = {
  name: string;
  engineError: string | null;
  /** The engine does not answer, or was never reached. */
  isSilent: boolean;
  disk: DiskRecord | null;
  isolation: IsolationRecord | null;
  proof: ProofRecord | null;
};

/** All machines by name. A record that cannot be read counts as unknown: the report on health must not fail for it. */
export async function listConditions(db: Sql): Promise<NodeCondition[]> {
  const nodes = await db.rows(listEngineNodes, [null, true]);
  return nodes.map(({ name, engineError, engineSeenAt, disk, isolation, proof }) => ({
    name,
    engineError,
    isSilent: engineError !== null || engineSeenAt === null,
    disk: readDisk(disk),
    isolation: isolationRecord.nullable().catch(null).parse(isolation),
    proof: proofRecord.nullable().catch(null).parse(proof),
  }));
}

/** The column `disk`; null when it is empty or cannot be read. */
export const readDisk = (stored: unknown): DiskRecord | null => diskRecord.nullable().catch(null).parse(stored);

/** The machine's reserve of space is in use. */
export const hasNoSpace = (disk: DiskRecord | null) => disk !== null && disk.freeMb < disk.reserveMb;

/** As {@link hasNoSpace}, or 95 % of its files are in use; as SQL in disk-is-full.ts. */
export const isDiskFull = (disk: DiskRecord | null) =>
  hasNoSpace(disk) || (disk !== null && disk.freeFiles < disk.totalFiles * 0.05);
