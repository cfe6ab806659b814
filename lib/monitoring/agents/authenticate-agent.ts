import { sha256 } from "@/lib/core/encryption/crypto";
import { isMachineSecret } from "@/lib/core/encryption/machine-secrets";
import type { Row } from "@/lib/db/statement";
import { sql } from "@/lib/db/transaction";
import { monitoringErrors } from "../errors";
import { findAgent } from "./agents.sql";

export const agentTokenPrefix = "agt_";

export type CallingAgent = Row<typeof findAgent>;

const disabledPauseSeconds = 300;

/**
 * Who calls with `Authorization: Bearer agt_…`; one statement. The tokens have 256 random bits, so SHA-256 is enough at
 * rest, and no guess succeeds.
 */
export async function authenticateAgent(headers: Headers): Promise<CallingAgent> {
  const token = /^Bearer (\S{1,200})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  const agent = isMachineSecret(token, agentTokenPrefix) ? await sql().row(findAgent, [sha256(token)]) : null;
  if (!agent) throw monitoringErrors.agent_token_invalid();
  if (agent.isOwnerDisabled) throw monitoringErrors.agent_owner_disabled({ retryAfterSeconds: disabledPauseSeconds });
  return agent;
}
