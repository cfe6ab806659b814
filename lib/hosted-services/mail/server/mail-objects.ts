import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isAppError } from "@/lib/core/errors";
import { PostgresConnection, sqlState } from "../../databases/postgresql/postgres-connection";
import { hostedServiceErrors } from "../../errors";
import type { Provider, Ref } from "../../provider";
import { type MailConnection, mailConnectionSchema } from "./mail-connection";

/** What differs between domains, mailboxes and aliases on a mail server. Each is one row there. */
export type MailTable<Spec, Observed> = {
  observe: string;
  ensure: string;
  remove: string;
  list: string;
  observed: z.ZodType<Observed>;
  /** Parameters of `ensure` after name and marker. */
  values: (spec: Spec) => unknown[];
  /** After a change or a removal of the row. */
  settle?: (server: MailConnection, ref: Ref, signal: AbortSignal) => Promise<void>;
  verify: (server: MailConnection, ref: Ref, spec: Spec, signal: AbortSignal) => Promise<string>;
};

const foreignKey = "23503";
const waitMs = 200;
const longestWaitMs = 15_000;
const marked = z.object({ marker: z.string() });

/**
 * Objects of one kind on a mail server. Postfix, Dovecot and OpenDKIM read the rows at each use, and one statement
 * changes all of an object: it was changed or it was not, so there is nothing to restore.
 */
export class MailObjects<Spec, Observed> implements Provider<Spec, Observed> {
  readonly #server: MailConnection;
  readonly #store: PostgresConnection;
  readonly #table: MailTable<Spec, Observed>;

  constructor(stored: unknown, table: MailTable<Spec, Observed>) {
    this.#server = mailConnectionSchema.parse(stored);
    this.#store = new PostgresConnection(this.#server.url);
    this.#table = table;
  }

  async observe({ name, marker }: Ref, signal: AbortSignal) {
    const [row] = await this.#store.rows(this.#table.observe, [name], signal);
    if (!row) return null;
    return marked.parse(row).marker === marker ? this.#table.observed.parse(row) : "foreign";
  }

  async ensure(ref: Ref, spec: Spec, signal: AbortSignal) {
    const values = [ref.name, ref.marker, ...this.#table.values(spec)];
    const [row] = await this.#afterItsDomain(() =>
      this.#store.rows<{ created: boolean }>(this.#table.ensure, values, signal),
    );
    if (!row) throw hostedServiceErrors.provider_conflict();
    if (!row.created) await this.#table.settle?.(this.#server, ref, signal);
    return row.created ? "created" : "updated";
  }

  /** The domain of a mailbox may be created by a run of its own at the same time. */
  async #afterItsDomain<T>(write: () => Promise<T>): Promise<T> {
    const giveUpAt = Date.now() + longestWaitMs;
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (sqlState(error) !== foreignKey || Date.now() > giveUpAt) throw error;
        await sleep(waitMs);
      }
    }
  }

  async remove(ref: Ref, signal: AbortSignal) {
    const rows = await this.#store.rows(this.#table.remove, [ref.name, ref.marker], signal).catch((error: unknown) => {
      if (sqlState(error) !== foreignKey) throw error;
      // Its mailboxes and aliases are deleted first, by runs of their own.
      throw hostedServiceErrors.provider_busy({ detail: "It has mailboxes or aliases there.", cause: error });
    });
    // Sessions may be open from before, also when an earlier attempt removed the row.
    await this.#table.settle?.(this.#server, ref, signal);
    return rows.length > 0 ? "deleted" : "absent";
  }

  async restore(): Promise<void> {}

  async verify(ref: Ref, spec: Spec, signal: AbortSignal): Promise<string> {
    const giveUpAt = Date.now() + longestWaitMs;
    for (;;) {
      try {
        return await this.#table.verify(this.#server, ref, spec, signal);
      } catch (error) {
        // A process of Postfix may repeat an answer from before.
        const isAnswer = isAppError(error) && error.code === "unknown_outcome";
        if (!isAnswer || Date.now() > giveUpAt) throw error;
        await sleep(waitMs);
      }
    }
  }

  list(signal: AbortSignal): Promise<Ref[]> {
    return this.#store.rows<Ref>(this.#table.list, [], signal);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
