import { z } from "zod";

/**
 * `ok`: as it should be. `missing`: DNS has none. `different`: DNS has others, so that resolvers refuse the zone, or answer
 * from another one. `unknown`: DNS did not answer.
 */
export const parentStates = ["ok", "missing", "different", "unknown"] as const;
export type ParentState = (typeof parentStates)[number];

/**
 * What a resolver answers now. DS records are the parent's. Name servers are what the servers answer that the parent leads
 * to: the list at the parent itself may name fewer or more of them.
 */
export const zoneParentView = z.object({
  ds: z.object({ state: z.enum(parentStates), found: z.array(z.string()) }),
  nameservers: z.object({ state: z.enum(parentStates), found: z.array(z.string()) }),
});
export type ZoneParentView = z.output<typeof zoneParentView>;
