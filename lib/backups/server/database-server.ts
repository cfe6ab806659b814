import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { directDatabaseUrl } from "@/lib/db/client";
import { backupErrors } from "../errors";
import {
  closeToPublic,
  createDatabase,
  type DatabaseForm,
  dropDatabase,
  listDatabases,
  readForm,
  readRights,
} from "./server.remote.sql";

/** The server of the panel's database, as a role that may create databases beside it. */
const embeddedSuperuser = "lightnode";
const embeddedRole = "lightnode_panel";
const passwords = z.object({ POSTGRES_PASSWORD: z.string() });

/** Whether `npm start` runs the database: then its superuser's password is among the secrets. */
export function isEmbedded(): boolean {
  const { username, hostname } = new URL(directDatabaseUrl());
  const isOurs = username === embeddedRole && hostname === "127.0.0.1";
  return isOurs && existsSync(path.join(env().DATA_DIR, "postgres/PG_VERSION"));
}

/** The URL of another database of the server, as the panel's own role. */
export function urlOfDatabase(name: string): string {
  const url = new URL(directDatabaseUrl());
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.toString();
}

export const liveName = () => decodeURIComponent(new URL(directDatabaseUrl()).pathname.slice(1));

function adminUrl(): string {
  const { DATABASE_ADMIN_URL, DATA_DIR } = env();
  const url = new URL(DATABASE_ADMIN_URL ?? directDatabaseUrl());
  if (!DATABASE_ADMIN_URL && isEmbedded()) {
    const secrets = passwords.parse(JSON.parse(readFileSync(path.join(DATA_DIR, "secrets.json"), "utf8")));
    Object.assign(url, { username: embeddedSuperuser, password: encodeURIComponent(secrets.POSTGRES_PASSWORD) });
  }
  // Neither of the databases that may be renamed.
  url.pathname = "/postgres";
  return url.toString();
}

export async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl(), connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    throw backupErrors.backup_rights_missing({
      detail: "The database `postgres` of the server refused it.",
      cause: error,
    });
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** What a restore and a verification need; throws `backup_rights_missing` with what is missing. */
export async function requireRights(client: Client): Promise<DatabaseForm> {
  type Rights = { super: boolean; createsDatabases: boolean };
  const rights = (await client.query<Rights>(readRights)).rows[0];
  const form = (await client.query<DatabaseForm>(readForm, [liveName()])).rows[0];
  if (!form) throw backupErrors.backup_rights_missing({ detail: `There is no database named ${liveName()}.` });
  if (!rights?.super && !rights?.createsDatabases) {
    throw backupErrors.backup_rights_missing({ detail: "The role lacks CREATEDB." });
  }
  if (!rights.super && !form.actsForOwner) {
    throw backupErrors.backup_rights_missing({ detail: `The role is no member of ${form.owner}, the owner.` });
  }
  return form;
}

/** Three times the size of the data: the old database, the new one, and the log of its loading. */
export async function requireSpace({ bytes }: DatabaseForm): Promise<void> {
  // The disk of another machine cannot be seen.
  if (!isEmbedded()) return;
  const { bavail, bsize } = await statfs(env().DATA_DIR);
  const [free, needed] = [bavail * bsize, bytes * 3];
  if (free >= needed) return;
  const mib = (value: number) => `${Math.round(value / 1024 / 1024)} MiB`;
  throw backupErrors.backup_no_space({ detail: `${mib(free)} are free, ${mib(needed)} are needed.` });
}

export type BesideUse = "check" | "restored" | "before";

/** A name beside the panel's own. PostgreSQL cuts names at 63 bytes. */
export function nameBeside(use: BesideUse): string {
  const ending = `_${use}_${randomBytes(4).toString("hex")}`;
  return `${liveName().slice(0, 63 - ending.length)}${ending}`;
}

/** Databases that a check or a restore made, also those of processes that were killed. */
export async function listBeside(client: Client, use: BesideUse): Promise<string[]> {
  const start = liveName().slice(0, 63 - `_${use}_00000000`.length);
  const escaped = start.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const { rows } = await client.query<{ name: string }>(listDatabases, [`^${escaped}_${use}_[0-9a-f]{8}$`]);
  return rows.map(({ name }) => name);
}

/** An empty database of the panel's role; `work` gets its URL. It is dropped afterwards unless `keep` says so. */
export async function withEmptyDatabase<T>(
  use: BesideUse,
  work: (database: { name: string; url: string }) => Promise<T>,
  options: { keep?: boolean } = {},
): Promise<T> {
  const name = nameBeside(use);
  await onServer(async (client) => {
    const form = await requireRights(client);
    await requireSpace(form);
    await client.query(createDatabase(name, form));
    await client.query(closeToPublic(name));
  });
  let isDone = false;
  try {
    const result = await work({ name, url: urlOfDatabase(name) });
    isDone = true;
    return result;
  } finally {
    if (!isDone || !options.keep) await dropBeside(name);
  }
}

export async function dropBeside(name: string): Promise<void> {
  await onServer((client) => client.query(dropDatabase(name)));
}

/** What killed processes left; only called by the holder of the lock of backups. */
export async function dropLeftovers(): Promise<number> {
  return onServer(async (client) => {
    const left = [...(await listBeside(client, "check")), ...(await listBeside(client, "restored"))];
    for (const name of left) await client.query(dropDatabase(name));
    return left.length;
  });
}
