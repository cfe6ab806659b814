import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { brokenConstraint } from "@/lib/db/errors";
import { transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../errors";
import { loadProvider } from "./load-provider";

/** Disconnects a provider that customers have nothing on; `provider_in_use` otherwise. The service itself stays. */
export async function deleteProvider(actor: Actor, id: string): Promise<{ status: "deleted" }> {
  try {
    return await transaction(async (tx) => {
      const provider = await loadProvider(actor, id, "provider.manage", tx);
      await tx.prisma.hostedProvider.delete({ where: { id } });
      const detail = { kind: provider.kind };
      await recordAudit(tx, actor, { action: "provider.deleted", targetKind: "provider", targetId: id, detail });
      return { status: "deleted" as const };
    });
  } catch (error) {
    if (brokenConstraint(error) !== "hosted_resource_provider_id_fkey") throw error;
    throw hostedServiceErrors.provider_in_use({ cause: error });
  }
}
