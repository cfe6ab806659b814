import type { z } from "zod";

/** A kind of event: what one module reports to others. The payload carries ids, never secrets or names. */
export type EventDefinition<T> = {
  /** `<subject>.<what happened>`, past tense. */
  name: string;
  schema: z.ZodType<T>;
  /** Events of one subject are handled in the order of their transactions. */
  subjectOf: (payload: T) => string;
};

export function defineEvent<T>(definition: EventDefinition<T>): EventDefinition<T> {
  return definition;
}

/** What happens after an event. At least once: it may run twice and must be safe to repeat. */
export type Reaction = {
  event: string;
  run: (payload: unknown, facts: EventFacts) => Promise<void>;
};

export type EventFacts = { createdAt: Date; signal: AbortSignal };

/** Joins an event and its reaction, for `reactions` of a module's `module.ts`. */
export function on<T>(
  definition: EventDefinition<T>,
  react: (payload: T, facts: EventFacts) => Promise<void>,
): Reaction {
  return { event: definition.name, run: (payload, facts) => react(definition.schema.parse(payload), facts) };
}
