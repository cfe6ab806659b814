import type { RequestOrigin } from "@/lib/access/actor";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { authenticateExecutor, type CallingExecutor } from "@/lib/executors/credentials/authenticate-executor";
import { executorErrors } from "@/lib/executors/errors";
import { enforceLimit, limitClasses, refuseWhenOver } from "../limits/rate-limit";
import { requestOrigin } from "./authenticate";
import { limitSubject } from "./client-address";

export type ExecutorCall = {
  executor: CallingExecutor;
  origin: RequestOrigin;
  /** Number of the calling session; null when the header is missing. */
  fence: number | null;
};

/** Refusals that mean bad credentials. Others (busy, database unavailable) are not caused by the caller. */
const badCredentials = new Set([
  "unauthenticated",
  "executor_key_malformed",
  "executor_key_unknown",
  "executor_secret_wrong",
]);

type ExecutorCallOptions = {
  /** Null: the caller of this function enforces a limit itself. */
  limit?: "executorCall" | "executorHeartbeat" | null;
  /** An older session may make this call, too: it reports results. */
  anySession?: boolean;
};

/**
 * Authenticates the calling executor. Its calls are counted under its id once it proved who it is, so that nobody else
 * can use them up; bad credentials are counted by address, and too many of them are refused before a secret is checked.
 * A call with the number of an older session (`X-Executor-Fence`) is refused with `executor_superseded`.
 */
export async function authenticateExecutorCall(
  request: Request,
  headers: Headers,
  { limit = "executorCall", anySession = false }: ExecutorCallOptions = {},
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
