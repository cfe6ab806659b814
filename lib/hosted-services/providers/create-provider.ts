import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import { transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../errors";
import type { CreateProviderInput, ProviderView } from "./contract";
import type { ProviderKind } from "./define-provider-kind";
import { runService } from "./managed/run-service";
import { providerKindOf } from "./provider-registry";
import { toProviderView, withCount } from "./provider-views";
import { sealConnection } from "./sealed-connection";
import { testConnection } from "./test-provider";

/** Connects a service that exists, after a test of its connection, or runs one. */
export async function createProvider(actor: Actor, input: CreateProviderInput): Promise<ProviderView> {
  authorise(actor, "provider.manage");
  const kind = providerKindOf(input.kind);
  try {
    return await (input.mode === "managed" ? runService(actor, kind, input) : connect(actor, kind, input));
  } catch (error) {
    if (brokenConstraint(error) !== "hosted_provider_name_key") throw error;
    throw hostedServiceErrors.name_taken({ errors: [{ path: "name", message: "Another provider has this name." }] });
  }
}

type ExternalInput = Extract<CreateProviderInput, { mode: "external" }>;

async function connect(actor: Actor, kind: ProviderKind, input: ExternalInput): Promise<ProviderView> {
  const connection = kind.parse(input.connection);
  const { version } = await testConnection(kind, connection);
  const id = newId("provider");
  const data = {
    id,
    kind: kind.kind,
    name: input.name,
    connectionSealed: sealConnection(id, connection),
    endpoints: kind.endpoints(connection),
    version,
    healthCheckedAt: new Date(),
  };
  return transaction(async (tx) => {
    const row = await tx.prisma.hostedProvider.create({ data, include: withCount });
    const detail = { kind: kind.kind, mode: input.mode };
    await recordAudit(tx, actor, { action: "provider.created", targetKind: "provider", targetId: id, detail });
    return toProviderView(row, "active");
  });
}
