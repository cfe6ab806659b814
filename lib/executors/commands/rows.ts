import type { CommandState, CommandView, DeliveredCommand } from "./contract";

export type CommandRow = {
  id: string;
  executorId: string;
  seq: number;
  type: string;
  payload: unknown;
  state: CommandState;
  attempts: number;
  progress: unknown;
  output: unknown;
  error: string | null;
  signingKey: string;
  signature: string;
  expiresAt: Date;
  createdAt: Date;
  deliveredAt: Date | null;
  ackedAt: Date | null;
  ackedFence: number | null;
  finishedAt: Date | null;
  ownerId: string;
};

/** Columns of a {@link CommandRow}, of the table or alias `c`. */
export const commandColumns = `c.id, c.executor_id AS "executorId", c.seq, c.type, c.payload, c.state, c.attempts, c.progress,
  c.output, c.error, c.signing_key AS "signingKey", c.signature, c.expires_at AS "expiresAt", c.created_at AS "createdAt",
  c.delivered_at AS "deliveredAt", c.acked_at AS "ackedAt", c.acked_fence AS "ackedFence", c.finished_at AS "finishedAt",
  (SELECT owner_id FROM executor e WHERE e.id = c.executor_id) AS "ownerId"`;

export function commandViewOf({
  signingKey: _key,
  signature: _signature,
  ownerId: _ownerId,
  ...row
}: CommandRow): CommandView {
  return {
    ...row,
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    ackedAt: row.ackedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** What the executor is sent. */
export function deliveredOf(row: CommandRow): DeliveredCommand {
  const { id, executorId, seq, type, payload, signature } = row;
  return {
    id,
    executorId,
    seq,
    type,
    payload,
    expiresAt: row.expiresAt.toISOString(),
    keyId: row.signingKey,
    signature,
  };
}

/** A push carries 8 kB; of what is larger, only the claim check. Pure. */
export function pushOf(command: DeliveredCommand, maxBytes = 8_000): DeliveredCommand {
  if (Buffer.byteLength(JSON.stringify(command)) <= maxBytes) return command;
  const { payload: _payload, ...rest } = command;
  return { ...rest, claim: true };
}

/** Seconds until a push that was not acknowledged is sent again: 2, 4, 8 … 60. `attempt` counts from 1. Pure. */
export function redeliveryDelay(attempt: number): number {
  return Math.min(60, 2 ** Math.min(attempt, 6));
}
