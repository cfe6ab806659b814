import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import type { IsolationView } from "../contract";

/** Asks the worker to prove the isolation again from inside a container. */
export async function askForProof(actor: Actor, id: string): Promise<{ asked: true }> {
  authorise(actor, "node.manage");
  await transaction(async (tx) => {
    const found = await tx.run("UPDATE node SET proof_asked_at = now() WHERE id = $1", [id]);
    if (found === 0) throw coreErrors.not_found({ detail: "There is no such node." });
    await recordAudit(tx, actor, { action: "node.isolation_tested", targetKind: "node", targetId: id });
  });
  return { asked: true };
}

/** For the self-test: what is set on each machine, and what a container reached. */
export async function listIsolation(actor: Actor): Promise<IsolationView[]> {
  authorise(actor, "node.manage");
  return sql().rows<IsolationView>(
    `SELECT id, name, isolation, isolation_proof AS proof, proof_asked_at IS NOT NULL AS asked, reachable
     FROM node ORDER BY name`,
  );
}
