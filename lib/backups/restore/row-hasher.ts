import { fullName } from "../format/document";
import { hashRows } from "../snapshot/catalogue.remote.sql";
import { openSession, type Session } from "../snapshot/session";

type Table = { schema: string; name: string; columns: string[] };
export type RowHash = { rows: number; hash: string };

/** Hashes the rows of tables that are loaded already, on a connection of its own, while others are loaded. */
export class RowHasher {
  readonly #session: Session;
  readonly #hashes = new Map<string, RowHash>();
  #last: Promise<void> = Promise.resolve();

  private constructor(session: Session) {
    this.#session = session;
  }

  static async open(url: string): Promise<RowHasher> {
    return new RowHasher(await openSession(url, "lightnode-restore"));
  }

  add(table: Table): void {
    this.#last = this.#last.then(async () => {
      const { rows } = await this.#session.client.query<RowHash>(hashRows(table));
      if (rows[0]) this.#hashes.set(fullName(table), rows[0]);
    });
    // `hashes` throws it.
    this.#last.catch(() => {});
  }

  /** Of all tables that were added. */
  async hashes(): Promise<ReadonlyMap<string, RowHash>> {
    await this.#last;
    return this.#hashes;
  }

  close(): void {
    this.#session.close();
  }
}
