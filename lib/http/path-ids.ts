import { z } from "zod";
import { type IdKind, idPrefixes } from "@/lib/core/ids";

/**
 * The id of one kind in a path. The message is the detail of the 404 that a malformed id gets: the same as for an id
 * that names nothing.
 */
export function idOf(kind: IdKind, message: string = `There is no such ${kind}.`): z.ZodString {
  return z.string().regex(new RegExp(`^${idPrefixes[kind]}_[0-9a-z]{26}$`), message);
}

/** `params` of the routes below `[id]`. */
export function idParams(kind: IdKind, message?: string): z.ZodObject<{ id: z.ZodString }> {
  return z.object({ id: idOf(kind, message) });
}
