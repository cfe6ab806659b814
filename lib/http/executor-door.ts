import type { RequestOrigin } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { authenticateExecutor, type CallingExecutor } from "@/lib/executors/authenticate-executor";
import { executorErrors } from "@/lib/executors/errors";
import { requestOrigin } from "./authenticate";
import { limitSubject } from "./client-address";
import { enforceLimit, limitClasses } from "./rate-limit";

export type ExecutorCall = { executor: CallingExecutor; origin: RequestOrigin };

/**
 * The executor that calls. Its calls are counted under its id once it proved who it is, so that nobody else can use them
 * up; what is refused is counted by address. `limit` null: the caller counts. A call with the number of an older
 * session (`X-Executor-Fence`) is told that a newer one took over.
 */
export async function executorDoor(
  request: Request,
  headers: Headers,
  limit: "executorCall" | null = "executorCall",
): Promise<ExecutorCall> {
  const origin = requestOrigin(request.headers, headers.get("x-request-id"));
  const executor = await authenticateExecutor(request.headers, origin).catch(async (error) => {
    await enforceLimit(limitClasses.general, `executor:${limitSubject(origin.ip)}`, headers);
    throw error;
  });
  if (limit) await enforceLimit(limitClasses[limit], executor.id, headers);
  const fence = request.headers.get("x-executor-fence");
  if (fence !== null) {
    if (!/^\d{1,9}$/.test(fence)) throw coreErrors.malformed_request({ detail: "X-Executor-Fence is a number." });
    if (Number(fence) < executor.fence) throw executorErrors.executor_superseded();
  }
  return { executor, origin };
}
