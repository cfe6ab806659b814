import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import type { CredentialsView } from "../contract";
import { loadServer } from "../load-server";
import { describeCredentials, openCredentials } from "./credentials";

/** The server's secrets in clear; every access is audited, in the transaction that reads them. */
export async function revealCredentials(actor: Actor, id: string): Promise<CredentialsView> {
  return transaction(async (tx) => {
    const server = await loadServer(actor, id, "server.credentials", tx);
    const credentials = await openCredentials(tx, id);
    if (!credentials) throw coreErrors.not_found({ detail: "The server has no credentials." });
    await recordAudit(tx, actor, { action: "server.credentials_revealed", targetKind: "server", targetId: id });
    return describeCredentials(server, credentials);
  });
}
