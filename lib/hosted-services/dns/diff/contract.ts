import { z } from "zod";
import { rrsetKeySchema, rrsetSchema } from "../records/contract";

const keyAnd = { name: z.string(), type: rrsetSchema.shape.type };
const state = z.object({ ttl: z.number().int(), values: z.array(z.string()) });

/**
 * What happens to the records of one name and type: `before` is null if they are added, `after` if they are removed.
 */
export const rrsetChangeSchema = z.object({ ...keyAnd, before: state.nullable(), after: state.nullable() });
export type RrsetChange = z.output<typeof rrsetChangeSchema>;

/** Edits of a zone: sets that replace those of the same name and type, and sets that are removed. */
export const zoneEditsSchema = z.strictObject({
  put: z.array(rrsetSchema).max(10_000).default([]),
  remove: z.array(rrsetKeySchema).max(10_000).default([]),
});
export type ZoneEdits = z.output<typeof zoneEditsSchema>;
