import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { database } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrations/migrate";

/**
 * Real parts for integration tests: a database of the test's own on the server that `npm test` started, and an
 * environment as `npm start` would make it. Only tests import this module.
 */
export const testInstallationId = `test-${randomBytes(4).toString("hex")}`;

/** URL of a PostgreSQL where databases may be made; fails, never skips, when there is none. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error("TEST_DATABASE_URL is not set: run the tests with `npm test`, which starts PostgreSQL");
  return url;
}

export type TestEnvironment = {
  databaseUrl: string;
  /** The same database as superuser, for what an attacker on the machine could do. */
  adminUrl: string;
  close(): Promise<void>;
};

const migrations = "prisma/migrations";
/** Owns the tests' databases and nothing else, as the panel's own role does. */
const ownerRole = "lightnode_test_owner";

/**
 * Makes and migrates a database, and points this process at it. Call once per test file, before the first query. The
 * process has the rights of the database's owner only: what needs a superuser fails here as it would at a customer's.
 */
export async function openTestEnvironment(overrides: Record<string, string> = {}): Promise<TestEnvironment> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const template = await migratedTemplate();
  await adminQuery(`CREATE DATABASE ${name} OWNER ${ownerRole} TEMPLATE ${template}`);
  const databaseUrl = urlOf(name, ownerRole);
  Object.assign(process.env, testVariables(databaseUrl), overrides);
  return {
    databaseUrl,
    adminUrl: urlOf(name),
    async close() {
      await database().close();
      await adminQuery(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** As the role, or as the superuser. */
function urlOf(name: string, role?: string): string {
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  if (role) Object.assign(url, { username: role, password: role });
  return url.toString();
}

/**
 * Name of a database with all migrations, of which each test gets a copy: the migrations take a second. The first test
 * on a server makes it, and others wait. It has its name when it is complete.
 */
async function migratedTemplate(): Promise<string> {
  const name = `template_${(await migrationsHash()).slice(0, 16)}`;
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('lightnode test template'))");
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return name;
    await client.query(`DO $$ BEGIN
      CREATE ROLE ${ownerRole} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${ownerRole}';
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
    const unfinished = `unfinished_${randomBytes(6).toString("hex")}`;
    await client.query(`CREATE DATABASE ${unfinished} OWNER ${ownerRole}`);
    await migrate(urlOf(unfinished, ownerRole), migrations);
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

async function migrationsHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of (await readdir(migrations)).sort()) {
    const file = path.join(migrations, folder, "migration.sql");
    hash.update(folder).update(await readFile(file, "utf8").catch(() => ""));
  }
  return hash.digest("hex");
}

/** Changes rows past every trigger and grant, as somebody could who owns the machine. */
export async function tamperAsSuperuser(adminUrl: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query("SET session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Runs one statement on the server's own database. */
export async function adminQuery(text: string): Promise<void> {
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** What every process needs, with secrets that are only ever used here. */
export function testVariables(databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: "test",
    DATABASE_URL: databaseUrl,
    DATA_DIR: "/tmp",
    LOG_LEVEL: "silent",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "test-secret-test-secret-test-secret-test",
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    AUDIT_KEYS: `a1:${Buffer.alloc(32, 9).toString("base64")}`,
    BACKUP_KEYS: `b1:${Buffer.alloc(32, 13).toString("base64")}`,
    EXECUTOR_SIGNING_KEYS: `s1:${Buffer.alloc(32, 11).toString("base64")}`,
    PASSWORD_PEPPER: "test-pepper-test-pepper-test-pepper-test",
    // Half of the suite's time at the cost of the product.
    PASSWORD_HASH_COST: "4",
    PUSHER_APP_ID: "test",
    NEXT_PUBLIC_PUSHER_KEY: "test-key",
    PUSHER_SECRET: "test-secret",
    PUSHER_HOST: "127.0.0.1",
    PUSHER_PORT: "1",
    METRICS_TOKEN: "test-metrics-token",
    INSTALLATION_ID: testInstallationId,
    NODE_BIND_ADDRESS: "127.0.0.1",
    DEFAULT_TEMPLATE: "sample-game",
    RATE_LIMIT_FACTOR: "1000000",
  };
}
