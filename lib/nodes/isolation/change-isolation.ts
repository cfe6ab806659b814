import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { type IsolationView, isolationRecord, proofRecord, reachableDestination } from "../contract";

/** Asks the worker to prove the isolation again from inside a container. */
export async function askForProof(actor: Actor, id: string): Promise<{ asked: true }> {
  authorise(actor, "node.manage");
  await transaction(async (tx) => {
    const { count } = await tx.prisma.node.updateMany({ where: { id }, data: { proofAskedAt: new Date() } });
    if (count === 0) throw coreErrors.not_found({ detail: "There is no such node." });
    await recordAudit(tx, actor, { action: "node.isolation_tested", targetKind: "node", targetId: id });
  });
  return { asked: true };
}

/** For the self-test: what is set on each machine, and what a container reached. */
export async function listIsolation(actor: Actor): Promise<IsolationView[]> {
  authorise(actor, "node.manage");
  const nodes = await sql().prisma.node.findMany({
    select: { id: true, name: true, isolation: true, isolationProof: true, proofAskedAt: true, reachable: true },
    orderBy: { name: "asc" },
  });
  return nodes.map(({ id, name, isolation, isolationProof, proofAskedAt, reachable }) => ({
    id,
    name,
    isolation: isolationRecord.nullable().parse(isolation),
    proof: proofRecord.nullable().parse(isolationProof),
    asked: proofAskedAt !== null,
    reachable: reachableDestination.array().parse(reachable),
  }));
}
