import type { Tx } from "@/lib/db/transaction";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { customerMessage } from "@/lib/workloads/work/journal";

/** A run of a database ended: what waited for it is decided. The last dump of a database stays when that is gone. */
export async function recordDumpEnd(tx: Tx, databaseId: string, plan: string, outcome: SagaOutcome): Promise<void> {
  if (outcome.state !== "succeeded" && outcome.state !== "failed") return;
  // A create that is tried again brings the content back then.
  if (plan === "restore" || (plan === "create" && outcome.state === "succeeded")) {
    await tx.prisma.hostedDatabase.updateMany({ where: { id: databaseId }, data: { restoreFrom: null } });
  }
  if (plan === "delete" && outcome.state === "succeeded") {
    await tx.prisma.hostedDump.deleteMany({ where: { databaseId, origin: { not: "deletion" } } });
  }
  if (plan === "dump" && outcome.state === "failed") {
    const failure = customerMessage(outcome.error).message;
    await tx.prisma.hostedDump.updateMany({
      where: { databaseId, status: "pending" },
      data: { status: "failed", failure },
    });
  }
}
