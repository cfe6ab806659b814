import { type Actor, type RequestOrigin, systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { AppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";

/**
 * Audits refusals that point to an attack: access to resources of other owners, forged forms, guessed tokens,
 * unknown fields, exceeded limits. One entry a minute for the same caller, route and reason, so
 * that refused clients cannot fill the log; a failed write does not fail the request.
 */
const recorded = new Set(["cross_origin", "rate_limited"]);
const pauseMs = 60_000;
const lastAt = new Map<string, number>();

export type RefusedRequest = {
  error: AppError;
  method: string;
  /** The route's own path, such as `/api/servers/[id]`, or the address asked for. */
  path: string;
  hasId: boolean;
  caller: Actor | null;
  origin: RequestOrigin;
  /** Whether a token or a session was sent along, good or not. */
  hasCredential: boolean;
};

/** Whether this refusal is a sign of an attack. Pure. */
export function isWorthRecording({ error, hasId, caller, hasCredential }: RefusedRequest): boolean {
  if (recorded.has(error.code)) return true;
  if (error.status === 401) return hasCredential;
  if (error.status === 404) return hasId && caller !== null;
  const unknownField = error.errors?.some(({ message }) => message === "This field is not known here.");
  return error.status === 422 && unknownField === true;
}

export async function recordRefusal(refused: RefusedRequest): Promise<void> {
  if (!isWorthRecording(refused)) return;
  const { error, method, path, caller, origin } = refused;
  const subject = caller?.userId ?? origin.ip ?? "nobody";
  const key = `${subject} ${error.code} ${method} ${path}`;
  const now = Date.now();
  if (now - (lastAt.get(key) ?? 0) < pauseMs) return;
  if (lastAt.size > 10_000) lastAt.clear();
  lastAt.set(key, now);
  const actor: Actor = caller ?? { ...systemActor, kind: "user", userId: null, origin };
  const detail = { code: error.code, method, path };
  const event = { action: "request.refused", targetKind: "route", targetId: null, outcome: "refused" as const, detail };
  await recordAudit(sql(), actor, event).catch(() => {});
}
