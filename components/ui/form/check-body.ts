import type { z } from "zod";
import { ApiError } from "@/lib/http/client/problem";

export type LoadSchema = () => Promise<z.ZodType>;

/**
 * Checks a body with the schema of its route, with the same messages and the same error as the server. The schema is
 * loaded at the first use, so that zod is no part of a page's first JavaScript. If it cannot be loaded, the server
 * alone checks.
 */
export async function bodyProblem(load: LoadSchema | undefined, body: unknown): Promise<ApiError | null> {
  const schema = await load?.().catch(() => undefined);
  const result = schema?.safeParse(body);
  if (!result || result.success) return null;
  return invalid(result.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}

/** A rule of the page itself that one field breaks. */
export function fieldError(path: string, message: string): ApiError {
  return invalid([{ path, message }]);
}

function invalid(errors: { path: string; message: string }[]): ApiError {
  return new ApiError({
    title: "Some fields are not valid",
    status: 422,
    detail: "Check the fields and try again.",
    code: "validation_failed",
    requestId: "",
    errors,
  });
}
