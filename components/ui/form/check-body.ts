import type { useTranslations } from "next-intl";
import type { z } from "zod";
import { ApiError } from "@/lib/http/client/problem";

type Texts = ReturnType<typeof useTranslations<"ui.form">>;

export type LoadSchema = () => Promise<z.ZodType>;

/**
 * Checks a body with the schema of its route, with the same messages and the same error as the server. The schema is
 * loaded at the first use, so that zod is no part of a page's first JavaScript. If it cannot be loaded, the server
 * alone checks.
 */
export async function bodyProblem(t: Texts, load: LoadSchema | undefined, body: unknown): Promise<ApiError | null> {
  const schema = await load?.().catch(() => undefined);
  const result = schema?.safeParse(body);
  if (!result || result.success) return null;
  return invalid(
    t,
    result.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  );
}

/** A rule of the page itself that one field breaks. */
export function fieldError(t: Texts, path: string, message: string): ApiError {
  return invalid(t, [{ path, message }]);
}

function invalid(t: Texts, errors: { path: string; message: string }[]): ApiError {
  return new ApiError({
    title: t("someFieldsAreNot"),
    status: 422,
    detail: t("checkTheFieldsAnd"),
    code: "validation_failed",
    requestId: "",
    errors,
  });
}
