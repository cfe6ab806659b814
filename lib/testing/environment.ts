import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { database } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";

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

/** Owns the tests' databases and nothing else, as the panel's own role does. */
const ownerRole = "lightnode_test_owner";

/**
 * Makes and migrates a database, and points this process at it. Call once per test file, before the first query. The
 * process has the rights of the database's owner only: what needs a superuser fails here as it would at a customer's.
 */
export async function openTestEnvironment(overrides: Record<string, string> = {}): Promise<TestEnvironment> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await adminQuery(`DO $$ BEGIN
    CREATE ROLE ${ownerRole} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${ownerRole}';
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
  await adminQuery(`CREATE DATABASE ${name} OWNER ${ownerRole}`);
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  const adminUrl = url.toString();
  url.username = ownerRole;
  url.password = ownerRole;
  const databaseUrl = url.toString();
  Object.assign(process.env, testVariables(databaseUrl), overrides);
  await migrate(databaseUrl, "prisma/migrations");
  return {
    databaseUrl,
    adminUrl,
    async close() {
      await database().close();
      await adminQuery(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
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
