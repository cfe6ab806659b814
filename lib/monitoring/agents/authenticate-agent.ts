import { type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/encryption/crypto";
import { isMachineSecret } from "@/lib/core/encryption/machine-secrets";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import { monitoringErrors } from "../errors";
import { findAgent } from "./agents.sql";

export const agentTokenPrefix = "agt_";

export type CallingAgent = Row<typeof findAgent>;

/** One refusal of an address is audited each minute: an agent that was removed keeps asking. */
const refusedAt = new Map<string, number>();
const auditEveryMs = 60_000;
const mostAddresses = 10_000;

/**
 * Who calls with `Authorization: Bearer agt_…`; one statement. The tokens have 256 random bits, so SHA-256 is enough at
 * rest, and no guess succeeds.
 */
export async function authenticateAgent(headers: Headers, origin: RequestOrigin): Promise<CallingAgent> {
  const token = /^Bearer (\S{1,200})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  const agent = isMachineSecret(token, agentTokenPrefix) ? await sql().row(findAgent, [sha256(token)]) : null;
  if (agent) return agent;
  await auditRefusal(origin);
  throw monitoringErrors.agent_token_invalid();
}

async function auditRefusal(origin: RequestOrigin): Promise<void> {
  const [key, now] = [origin.ip ?? "", Date.now()];
  if (now - (refusedAt.get(key) ?? 0) < auditEveryMs) return;
  if (refusedAt.size >= mostAddresses) refusedAt.clear();
  refusedAt.set(key, now);
  const event = { action: "agent.refused", targetKind: "machine", targetId: null, detail: { reason: "token" } };
  await recordAudit(sql(), { ...systemActor, origin }, event);
}
