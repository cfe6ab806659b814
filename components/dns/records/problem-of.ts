import type { useTranslations } from "next-intl";
import type { EditProblem } from "@/lib/hosted-services/dns/diff/plan-edits";
import { ApiError } from "@/lib/http/client/problem";

type Texts = ReturnType<typeof useTranslations<"dns.records">>;

/** All problems of the values are shown at their one field, with the line. `lines`: the typed line of each value. */
export function problemOf(t: Texts, problems: readonly EditProblem[], lines: readonly number[] = []): ApiError {
  const errors = problems.map(({ field, value, message, in: list }) => {
    const line = value === undefined ? 1 : (lines[value] ?? value + 1);
    return { path: list === "put" ? field : "name", message: line === 1 ? message : t("line", { line, message }) };
  });
  return new ApiError({ title: "", status: 422, detail: "", code: "validation_failed", requestId: "", errors });
}
