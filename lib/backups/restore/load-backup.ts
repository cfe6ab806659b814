import { createHash } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { from as copyFrom } from "pg-copy-streams";
import { projectRoot } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import { migrate, readMigrations } from "@/lib/db/migrations/migrate";
import { backupErrors } from "../errors";
import { readBackup } from "../format/backup-stream";
import { type BackupDocument, fullName } from "../format/document";
import type { BackupHeader } from "../format/header";
import type { Section, SectionStart } from "../format/sections";
import { copyIn } from "../snapshot/catalogue.remote.sql";
import { openSession, type Session } from "../snapshot/session";
import { compareDatabase } from "./compare-database";
import {
  type Built,
  buildAgain,
  countOwnTables,
  createPartition,
  emptyTables,
  listBuilt,
  listFilled,
  listOwnTables,
  loadSettings,
  removeBuilt,
  switchTriggers,
  tableExists,
} from "./load.remote.sql";
import { RowHasher } from "./row-hasher";

export type LoadOptions = {
  /** An empty database of the panel's role. */
  url: string;
  keys: ReadonlyMap<string, Buffer>;
  /** Null: any installation. */
  installationId: string | null;
  signal: AbortSignal;
  onPhase?: (phase: LoadPhase) => void;
  onRows?: (rows: number) => void;
};
export type LoadPhase = "preparing" | "loading" | "indexing" | "checking" | "migrating";
export type LoadResult = {
  header: BackupHeader;
  document: BackupDocument;
  files: ReadonlyMap<string, Buffer>;
  /** Migrations that were applied after the rows were compared. */
  migrated: string[];
};

type Seen = { rows: number; bytes: number; sha256: string };
const mostFileBytes = 1024 * 1024;

export const migrationsFolder = () => path.join(projectRoot(), "prisma/migrations");

/** Rows and files of one backup into an empty database; throws when anything is not equal to the backup. */
export async function loadBackup(source: AsyncIterable<Uint8Array>, options: LoadOptions): Promise<LoadResult> {
  const loader = new Loader(options);
  try {
    const document = await readBackup(source, {
      keys: options.keys,
      onHeader: (header) => loader.prepare(header),
      onSection: (section) => loader.section(section),
    });
    return await loader.complete(document);
  } catch (error) {
    options.signal.throwIfAborted();
    throw error;
  } finally {
    loader.close();
  }
}

class Loader {
  readonly #options: LoadOptions;
  readonly #seen = new Map<string, Seen>();
  readonly #files = new Map<string, Buffer>();
  readonly #stop = () => this.close();
  #session: Session | null = null;
  #hasher: RowHasher | null = null;
  #built: Built[] = [];
  #tables: { schema: string; name: string }[] = [];
  #header: BackupHeader | null = null;

  constructor(options: LoadOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", this.#stop, { once: true });
  }

  /** An empty database with the tables of the backup's version, ready to be loaded quickly. */
  async prepare(header: BackupHeader): Promise<void> {
    const { url, installationId, onPhase } = this.#options;
    if (installationId !== null && header.installationId !== installationId) {
      const detail = `It is of the installation ${header.installationId}. Allow it with --foreign if this panel shall become that one.`;
      throw backupErrors.backup_foreign({ detail });
    }
    const known = (await readMigrations(migrationsFolder())).map(({ name }) => name);
    if (!known.includes(header.lastMigration)) {
      throw backupErrors.backup_newer_panel({
        detail: `It was written by version ${header.panelVersion}, whose database has ${header.lastMigration}.`,
      });
    }
    this.#header = header;
    onPhase?.("preparing");
    this.#session = await openSession(url, "lightnode-restore");
    await this.#requireEmpty();
    await migrate(url, migrationsFolder(), header.lastMigration);
    for (const text of loadSettings) await this.#query(text);
    this.#tables = (await this.#client.query<{ schema: string; name: string }>(listOwnTables)).rows;
    this.#built = (await this.#client.query<Built>(listBuilt)).rows;
    await this.#query(switchTriggers(this.#tables, false));
    await this.#query(this.#built.toReversed().map(removeBuilt).join(";\n"));
    const filled = (await this.#client.query<{ index: number }>(listFilled(this.#tables))).rows;
    const emptied = this.#tables.filter((_table, place) => filled.some(({ index }) => index === place));
    if (emptied.length > 0) await this.#query(emptyTables(emptied));
    this.#hasher = await RowHasher.open(url);
    onPhase?.("loading");
  }

  async section({ start, data }: Section): Promise<void> {
    if (start.kind === "file") await this.#file(start.name, data);
    else await this.#table(start, data);
  }

  /** Compares what was read with the manifest, and the database with both; then goes on to this panel's version. */
  async complete(document: BackupDocument): Promise<LoadResult> {
    const header = this.#header;
    if (!header || !this.#hasher) throw backupErrors.backup_cut();
    await this.#requireSame(document);
    const { onPhase, url } = this.#options;
    onPhase?.("indexing");
    await this.#query(
      this.#built
        .filter(({ place }) => place < 3)
        .map(buildAgain)
        .join(";\n"),
    );
    await this.#query(
      this.#built
        .filter(({ place }) => place === 3)
        .map(buildAgain)
        .join(";\n"),
    );
    await this.#query(switchTriggers(this.#tables, true));
    onPhase?.("checking");
    await compareDatabase(this.#client, { document, hashes: await this.#hasher.hashes(), built: this.#built });
    onPhase?.("migrating");
    const migrated = await migrate(url, migrationsFolder());
    return { header, document, files: this.#files, migrated };
  }

  close(): void {
    this.#options.signal.removeEventListener("abort", this.#stop);
    this.#session?.close();
    this.#hasher?.close();
  }

  get #client() {
    if (!this.#session) throw backupErrors.backup_cut();
    return this.#session.client;
  }

  async #query(text: string): Promise<void> {
    if (text !== "") await this.#client.query(text);
  }

  async #requireEmpty(): Promise<void> {
    const { rows } = await this.#client.query<{ tables: number }>(countOwnTables);
    if (rows[0]?.tables !== 0) throw backupErrors.backup_database_not_empty();
  }

  async #file(name: string, data: AsyncIterable<Buffer>): Promise<void> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of data) {
      size += part.length;
      if (size > mostFileBytes) throw backupErrors.backup_changed({ detail: `${name} is too large.` });
      parts.push(part);
    }
    this.#files.set(name, Buffer.concat(parts));
  }

  async #table(start: Extract<SectionStart, { kind: "table" }>, data: AsyncIterable<Buffer>): Promise<void> {
    if (start.partition) {
      const { rows } = await this.#client.query<{ exists: boolean }>(tableExists(start));
      if (!rows[0]?.exists) await this.#query(createPartition(start, start.partition));
    }
    const sha256 = createHash("sha256");
    const stream = this.#client.query(copyFrom(copyIn(start)));
    const finished = new Promise<void>((resolve, reject) => stream.once("finish", resolve).once("error", reject));
    finished.catch(() => {});
    let bytes = 0;
    for await (const chunk of data) {
      sha256.update(chunk);
      bytes += chunk.length;
      if (stream.destroyed) break;
      if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), finished]);
    }
    if (!stream.destroyed) stream.end();
    await finished.catch((error: unknown) => {
      throw backupErrors.backup_not_equal({ detail: `${fullName(start)}: ${messageOf(error)}`, cause: error });
    });
    this.#seen.set(fullName(start), { rows: stream.rowCount, bytes, sha256: sha256.digest("hex") });
    this.#options.onRows?.(stream.rowCount);
    this.#hasher?.add(start);
  }

  /** The manifest against what was in the file. */
  async #requireSame(document: BackupDocument): Promise<void> {
    const ours = new Map((await readMigrations(migrationsFolder())).map(({ name, checksum }) => [name, checksum]));
    for (const { name, checksum } of document.migrations) {
      if (ours.get(name) !== checksum) {
        throw backupErrors.backup_newer_panel({ detail: `This panel has no migration ${name} of that content.` });
      }
    }
    for (const table of document.tables) {
      const seen = this.#seen.get(fullName(table));
      if (!seen || seen.rows !== table.rows || seen.bytes !== table.bytes || seen.sha256 !== table.sha256) {
        throw backupErrors.backup_not_equal({ detail: `${fullName(table)} is not as the manifest says.` });
      }
    }
    for (const { name, sha256 } of document.files) {
      const content = this.#files.get(name);
      if (!content || createHash("sha256").update(content).digest("hex") !== sha256) {
        throw backupErrors.backup_not_equal({ detail: `${name} is not as the manifest says.` });
      }
    }
    if (this.#seen.size !== document.tables.length || this.#files.size !== document.files.length) {
      throw backupErrors.backup_not_equal({ detail: "It has more tables or files than its manifest." });
    }
  }
}
