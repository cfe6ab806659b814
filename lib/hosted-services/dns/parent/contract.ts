import { z } from "zod";

/**
 * `ok`: as it should be. `missing`: the parent has none. `different`: the parent has others, so that resolvers refuse the
 * zone. `unknown`: DNS did not answer.
 */
export const parentStates = ["ok", "missing", "different", "unknown"] as const;
export type ParentState = (typeof parentStates)[number];

/** What resolvers get from the parent of a zone now. */
export const zoneParentView = z.object({
  ds: z.object({ state: z.enum(parentStates), found: z.array(z.string()) }),
  nameservers: z.object({ state: z.enum(parentStates), found: z.array(z.string()) }),
});
export type ZoneParentView = z.output<typeof zoneParentView>;
