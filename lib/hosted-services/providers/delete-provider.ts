import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { brokenConstraint } from "@/lib/db/errors";
import { transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../errors";
import { loadProvider } from "./load-provider";
import { endService } from "./managed/end-service";
import { providerKindOf } from "./provider-registry";

/**
 * Disconnects a service that customers have nothing on; `provider_in_use` otherwise. An external service stays as it is; a
 * managed one is removed with its data.
 */
export async function deleteProvider(actor: Actor, id: string): Promise<{ status: "deleted" | "deleting" }> {
  try {
    return await transaction(async (tx) => {
      const provider = await loadProvider(actor, id, "provider.manage", tx);
      const { managed } = providerKindOf(provider.kind);
      if ((await tx.prisma.hostedResource.count({ where: { providerId: id } })) > 0) {
        throw hostedServiceErrors.provider_in_use();
      }
      const detail = { kind: provider.kind, mode: provider.mode };
      await recordAudit(tx, actor, { action: "provider.deleted", targetKind: "provider", targetId: id, detail });
      const isRunning = provider.mode === "managed" && managed && !(await endService(tx, actor, id, managed));
      if (isRunning) {
        await tx.prisma.hostedProvider.update({ where: { id }, data: { accepting: false } });
        return { status: "deleting" as const };
      }
      await tx.prisma.hostedProvider.delete({ where: { id } });
      return { status: "deleted" as const };
    });
  } catch (error) {
    if (brokenConstraint(error) !== "hosted_resource_provider_id_fkey") throw error;
    throw hostedServiceErrors.provider_in_use({ cause: error });
  }
}
