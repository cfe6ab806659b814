import { ApiError, explain } from "@/lib/http/client/problem";

/** Messages by field, and the text of everything that belongs to no field of the form. */
export type PlacedErrors = { fields: Record<string, string>; rest: string | null };

/**
 * Where the messages of a failed submit are shown. `nameOf` maps the path of a value in the body to the field's name;
 * by default both are the same. Pure.
 */
export function placeErrors(
  error: unknown,
  isField: (name: string) => boolean,
  nameOf: (path: string) => string = (path) => path,
  explainError: (error: unknown) => string = explain,
): PlacedErrors {
  const messages = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const { path, message } of messages) {
    const name = nameOf(path);
    if (!isField(name)) rest.push(message);
    else fields[name] ??= message;
  }
  if (Object.keys(fields).length === 0) return { fields, rest: explainError(error) };
  return { fields, rest: rest.length > 0 ? [...new Set(rest)].join(" ") : null };
}
