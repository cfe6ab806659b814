import type { RequestOrigin } from "@/lib/access/actor";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { authenticateExecutor, type CallingExecutor } from "@/lib/executors/authenticate-executor";
import { executorErrors } from "@/lib/executors/errors";
import { requestOrigin } from "./authenticate";
import { limitSubject } from "./client-address";
import { enforceLimit, limitClasses, refuseWhenOver } from "./rate-limit";

export type ExecutorCall = {
  executor: CallingExecutor;
  origin: RequestOrigin;
  /** Number of the session that calls; null when it does not say. */
  fence: number | null;
};

/** Refusals that say: these credentials are none. Others (busy, database away) are no fault of the caller. */
const badCredentials = new Set([
  "unauthenticated",
  "executor_key_malformed",
  "executor_key_unknown",
  "executor_secret_wrong",
]);

type DoorOptions = {
  /** Null: the caller counts. */
  limit?: "executorCall" | "executorHeartbeat" | null;
  /** What happened is told by an older session, too. */
  anySession?: boolean;
};

/**
 * The executor that calls. Its calls are counted under its id once it proved who it is, so that nobody else can use them
 * up; bad credentials are counted by address, and too many of them are refused before a secret is looked at. A call with
 * the number of an older session (`X-Executor-Fence`) is told that a newer one took over.
 */
export async function executorDoor(
  request: Request,
  headers: Headers,
  { limit = "executorCall", anySession = false }: DoorOptions = {},
): Promise<ExecutorCall> {
  const origin = requestOrigin(request.headers, headers.get("x-request-id"));
  const guesses = `executor:${limitSubject(origin.ip)}`;
  const beforeHashing = () => refuseWhenOver(limitClasses.general, guesses);
  const executor = await authenticateExecutor(request.headers, origin, beforeHashing).catch(async (error) => {
    if (isAppError(error) && badCredentials.has(error.code)) await enforceLimit(limitClasses.general, guesses, headers);
    throw error;
  });
  if (limit) await enforceLimit(limitClasses[limit], executor.id, headers);
  const fence = request.headers.get("x-executor-fence");
  if (fence !== null && !/^\d{1,9}$/.test(fence) && !anySession) {
    throw coreErrors.malformed_request({ detail: "X-Executor-Fence is a number." });
  }
  if (fence !== null && !anySession && Number(fence) < executor.fence) throw executorErrors.executor_superseded();
  return { executor, origin, fence: fence === null ? null : Number(fence) };
}
