import { z } from "zod";
import { auditEntryView } from "@/lib/audit/contract";

/** A person or a thing by its name; `href` is its page, if it exists and the reader may open it. */
export const namedThing = z.object({ name: z.string(), href: z.string().nullable() });
export type NamedThing = z.output<typeof namedThing>;

export const activityPart = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("code"), text: z.string() }),
  z.object({ kind: z.literal("thing"), name: z.string(), href: z.string().nullable() }),
]);
export type ActivityPart = z.output<typeof activityPart>;

/** An entry of the audit log as people read it: who, and what they did. */
export const activityEntry = auditEntryView.extend({ who: namedThing, sentence: z.array(activityPart) });
export type ActivityEntry = z.output<typeof activityEntry>;

export const activityPage = z.object({ items: z.array(activityEntry), nextCursor: z.string().nullable() });
