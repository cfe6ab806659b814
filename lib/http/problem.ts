import { $ZodError } from "zod/v4/core";
import { type AppError, coreErrors, type FieldError, isAppError } from "@/lib/core/errors";
import { fieldOf } from "@/lib/core/records";
import { connectionFailure } from "@/lib/db/errors";

/** Maps any thrown value to the error that the caller may see. A defect becomes `internal_error`, without its text. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof $ZodError) return coreErrors.validation_failed({ errors: fieldErrors(error), cause: error });
  // Class 22 of SQLSTATE: a value that PostgreSQL cannot store passed every check. The caller has to send another.
  const code = fieldOf(error, "code");
  if (typeof code === "string" && /^22[0-9A-Z]{3}$/.test(code)) {
    return coreErrors.malformed_request({ detail: "A value is outside of what can be stored.", cause: error });
  }
  return connectionFailure(error) ?? coreErrors.internal_error({ cause: error });
}

/** Issues of any zod build as `{path, message}`; unknown keys are named one by one. */
export function fieldErrors(error: $ZodError): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = issue.path.join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: path ? `${path}.${key}` : key,
        message: "This field is not known here.",
      }));
    }
    return [{ path, message: issue.message }];
  });
}

/** RFC 9457 document. */
export function problemBody(error: AppError, requestId: string): Record<string, unknown> {
  return {
    ...error.extra,
    type: `/docs/errors#${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.errors ? { errors: error.errors } : {}),
  };
}

export function problemResponse(error: AppError, requestId: string, headers: Headers): Response {
  headers.set("content-type", "application/problem+json; charset=utf-8");
  const retryAfter = error.retryAfterSeconds ?? (error.status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) headers.set("retry-after", String(Math.max(1, Math.ceil(retryAfter))));
  return new Response(JSON.stringify(problemBody(error, requestId)), { status: error.status, headers });
}
