import { createHash } from "node:crypto";
import { to as copyTo } from "pg-copy-streams";
import { backupErrors } from "../errors";
import type { BackedUpTable, BackupDocument } from "../format/document";
import { writeManifest, writeSection } from "../format/sections";
import {
  beginSnapshot,
  type CatalogueTable,
  copyOut,
  exportSnapshot,
  hashRows,
  listMigrations,
  listSequences,
  listTables,
  lockTable,
  takeSnapshot as takeExported,
} from "./catalogue.remote.sql";
import type { DataFile } from "./data-files";
import { isLeftOut } from "./left-out";
import { openSession, type Session } from "./session";

export type SnapshotOptions = {
  url: string;
  withMetrics: boolean;
  files: readonly DataFile[];
  signal: AbortSignal;
  onRows?: (rows: number) => void;
};

/**
 * One moment of the database: a transaction that sees no later change copies all rows, and a second one with the same
 * snapshot hashes them meanwhile. `close` ends both.
 */
export class Snapshot {
  readonly #rows: Session;
  readonly #hashes: Session;
  readonly #options: SnapshotOptions;
  readonly #stop: () => void;
  readonly #document: BackupDocument;
  readonly #tables: CatalogueTable[];

  private constructor(
    options: SnapshotOptions,
    sessions: { rows: Session; hashes: Session },
    found: { document: BackupDocument; tables: CatalogueTable[] },
  ) {
    this.#options = options;
    this.#rows = sessions.rows;
    this.#hashes = sessions.hashes;
    this.#document = found.document;
    this.#tables = found.tables;
    this.#stop = () => this.close();
    options.signal.addEventListener("abort", this.#stop, { once: true });
  }

  static async open(options: SnapshotOptions): Promise<Snapshot> {
    const rows = await openSession(options.url);
    const hashes = await openSession(options.url).catch((error: unknown) => {
      rows.close();
      throw error;
    });
    try {
      await rows.client.query(beginSnapshot);
      const { snapshot, version } = (await rows.client.query<{ snapshot: string; version: string }>(exportSnapshot))
        .rows[0] ?? {
        snapshot: "",
        version: "",
      };
      await hashes.client.query(beginSnapshot);
      await hashes.client.query(takeExported(snapshot));
      const all = (await rows.client.query<CatalogueTable>(listTables)).rows;
      const tables = all.filter((table) => !isLeftOut(table, options.withMetrics));
      // A table that is dropped meanwhile would end the backup.
      for (const table of tables) await rows.client.query(lockTable(table));
      const migrations = (await rows.client.query<{ name: string; checksum: string }>(listMigrations)).rows;
      const leftOut = all.filter((table) => isLeftOut(table, options.withMetrics)).map(({ name }) => name);
      const document = { tables: [], sequences: [], files: [], migrations, leftOut, serverVersion: version };
      return new Snapshot(options, { rows, hashes }, { document, tables });
    } catch (error) {
      rows.close();
      hashes.close();
      throw error;
    }
  }

  /** What PostgreSQL's statistics say; for progress only. */
  get estimatedRows(): number {
    return Math.round(this.#tables.reduce((sum, { estimate }) => sum + estimate, 0));
  }

  get lastMigration(): string {
    return this.#document.migrations.at(-1)?.name ?? "";
  }

  /** Complete when `records` has ended. */
  get document(): BackupDocument {
    return this.#document;
  }

  async *records(): AsyncGenerator<Buffer> {
    for (const { name, content } of this.#options.files) {
      yield* writeSection({ kind: "file", name }, chunksOf(content));
      const sha256 = createHash("sha256").update(content).digest("hex");
      this.#document.files.push({ name, bytes: content.length, sha256 });
    }
    for (const table of this.#tables) yield* this.#table(table);
    // After the rows: a sequence is in no snapshot, and must not be behind one of them.
    this.#document.sequences = (await this.#rows.client.query<BackupDocument["sequences"][number]>(listSequences)).rows;
    yield writeManifest(this.#document);
  }

  async *#table(table: CatalogueTable): AsyncGenerator<Buffer> {
    const { schema, name, columns, parent, parentSchema, bound } = table;
    const hashed = this.#hashes.client.query<{ rows: number; hash: string }>(hashRows(table));
    // Awaited below; until then a failure must not end the process.
    hashed.catch(() => {});
    const facts = { bytes: 0, rows: 0, sha256: createHash("sha256") };
    const partition = parent && parentSchema && bound ? { parent, parentSchema, bound } : null;
    yield* writeSection({ kind: "table", schema, name, columns, partition }, this.#copy(table, facts));
    const counted = (await hashed).rows[0];
    if (!counted || counted.rows !== facts.rows) {
      throw backupErrors.backup_failed({
        detail: `${schema}.${name}: ${facts.rows} rows were copied, not ${counted?.rows}.`,
      });
    }
    const entry: BackedUpTable = {
      schema,
      name,
      columns,
      rows: facts.rows,
      bytes: facts.bytes,
      sha256: facts.sha256.digest("hex"),
      rowHash: counted.hash,
    };
    this.#document.tables.push(entry);
    this.#options.onRows?.(facts.rows);
  }

  async *#copy(
    table: CatalogueTable,
    facts: { bytes: number; rows: number; sha256: ReturnType<typeof createHash> },
  ): AsyncGenerator<Buffer> {
    const stream = this.#rows.client.query(copyTo(copyOut(table)));
    for await (const chunk of stream) {
      const bytes: Buffer = chunk;
      facts.bytes += bytes.length;
      facts.sha256.update(bytes);
      yield bytes;
    }
    facts.rows = stream.rowCount ?? 0;
  }

  close(): void {
    this.#options.signal.removeEventListener("abort", this.#stop);
    this.#rows.close();
    this.#hashes.close();
  }
}

async function* chunksOf(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}
