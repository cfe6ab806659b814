import { notFound } from "next/navigation";
import type { z } from "zod";

/**
 * Parses a page's path and query by schema, as `route()` does for query and params. A value that is not valid, or is
 * given twice, falls back to the schema's default and is named, so that the page can say what it ignored. Names that
 * the schema does not have are dropped: external links add such parameters.
 */
export type PageSearch = Promise<Record<string, string | string[] | undefined>>;
export type PageQuery<T> = { query: T; ignored: string[] };

export async function readSearch<S extends z.ZodObject>(
  schema: S,
  search: PageSearch,
): Promise<PageQuery<z.output<S>>> {
  const sent = await search;
  const valid: Record<string, string> = {};
  const ignored: string[] = [];
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = sent[name];
    if (value === undefined || value === "") continue;
    const isValid = typeof value === "string" && !value.includes("\0") && (field as z.ZodType).safeParse(value).success;
    if (isValid) valid[name] = value;
    else ignored.push(name);
  }
  return { query: schema.parse(valid), ignored };
}

/** The id in a page's path; an invalid id leads to the 404 page. */
export async function readId(params: Promise<{ id: string }>): Promise<string> {
  const { id } = await params;
  if (!/^[a-z]{3}_[0-9a-z]{26}$/.test(id)) notFound();
  return id;
}
