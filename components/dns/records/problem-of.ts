import type { EditProblem } from "@/lib/hosted-services/dns/diff/plan-edits";
import { ApiError } from "@/lib/http/client/problem";

/** All problems of the values are shown at their one field, with the line. */
export function problemOf(problems: readonly EditProblem[]): ApiError {
  const errors = problems.map(({ field, value, message, in: list }) => ({
    path: list === "put" ? field : "name",
    message: value === undefined || value === 0 ? message : `Line ${value + 1}: ${message}`,
  }));
  return new ApiError({ title: "", status: 422, detail: "", code: "validation_failed", requestId: "", errors });
}
