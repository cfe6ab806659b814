import { z } from "zod";
import { coreErrors } from "@/lib/core/errors";
import type { MailSite } from "../mail/define-mail";
import type { ChannelField, Notice } from "./contract";
import type { Answer, OutboundRequest } from "./outbound/post";

/** What a kind needs to send one notice. */
export type SendContext = {
  /** The same for every attempt of this delivery. */
  idempotencyKey: string;
  /** Unix time of this attempt, in milliseconds. */
  nowMs: number;
  site: MailSite;
  /** A request to an address that a person typed. */
  post(request: OutboundRequest): Promise<Answer>;
};

/**
 * One kind of channel: one file in `kinds` and its line in `registry.ts`. It has `send`, or `mailTo` when its notices
 * are mails.
 */
type Definition<S extends Record<string, unknown>> = {
  kind: string;
  label: string;
  /** One sentence about where the notices arrive. */
  description: string;
  settings: z.ZodType<S>;
  /** Settings that no response contains. */
  secrets: readonly (keyof S & string)[];
  /** Settings that say where secrets are sent: a change of them needs the secrets again. */
  destination?: readonly (keyof S & string)[];
  /** Its address is confirmed by a code, since notices to somebody else would be a nuisance. */
  needsConfirmation?: true;
  /** From which the form is drawn; none: the browser makes the settings. */
  fields: readonly ChannelField[];
  /** Notices in a minute; further ones wait. */
  perMinute: number;
  /** Notices of a person in a day (UTC) over all channels of the kind; further ones go by mail. */
  perDay?(): number;
  /** Whether the operator has configured what it needs; absent: it needs nothing. */
  isAvailable?(): boolean;
  /** A status that says that the destination is gone for good: the channel is switched off. */
  goneStatuses?: readonly number[];
} & ({ send(settings: S, notice: Notice, context: SendContext): Promise<Answer> } | { mailTo(settings: S): string });

export type ChannelKind = Omit<Definition<Record<string, unknown>>, "settings" | "secrets" | "destination"> & {
  secrets: readonly string[];
  destination?: readonly string[];
  /** Settings in their stored form; `validation_failed` with the path of each wrong field. */
  parse(settings: unknown): Record<string, unknown>;
  send?(settings: unknown, notice: Notice, context: SendContext): Promise<Answer>;
  mailTo?(settings: unknown): string;
};

export function defineChannelKind<S extends Record<string, unknown>>(definition: Definition<S>): ChannelKind {
  const { settings: schema, ...rest } = definition;
  const { send, mailTo } = { send: undefined, mailTo: undefined, ...definition };
  return {
    ...rest,
    parse: (settings) => parseSettings(schema, settings),
    ...(send ? { send: (settings, notice, context) => send(schema.parse(settings), notice, context) } : {}),
    ...(mailTo ? { mailTo: (settings) => mailTo(schema.parse(settings)) } : {}),
  };
}

function parseSettings<S>(schema: z.ZodType<S>, settings: unknown): S {
  const result = schema.safeParse(settings);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: ["settings", ...path].join("."), message }));
  throw coreErrors.validation_failed({ errors });
}

/** An address that a person types for a server of theirs. */
export const serverUrl = z
  .url({ protocol: /^https?$/, error: "Use an http or https address." })
  .max(500)
  .refine((text) => !text.includes("#"), "Use an address without a fragment.");
