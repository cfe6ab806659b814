import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testVariables } from "@/lib/testing/environment";
import { debianBinaries } from "../../scripts/setup/debian-postgres.mjs";
import { startPostgres } from "../../scripts/setup/postgres.mjs";

// The panel on somebody else's PostgreSQL, the oldest supported one, with a role that owns its database and no more.
const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-external-"));
let stop = async () => {};
let url = "";

async function asAdmin(adminUrl: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Runs one of the panel's own processes to its end. */
function run(name: string, args: string[] = [], input = ""): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? "", ...testVariables(url), DATA_DIR: folder, LOG_LEVEL: "warn" };
    const child = spawn(process.execPath, [path.join(root, `dist/${name}.mjs`), ...args], {
      cwd: root,
      env: env as unknown as NodeJS.ProcessEnv,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.stdin.end(input);
    child.on("close", (code) => resolve({ code, output }));
  });
}

beforeAll(async () => {
  expect(existsSync(`${debianBinaries}/postgres`), "PostgreSQL 15 is installed by `npm test`").toBe(true);
  chmodSync(folder, 0o700);
  const server = await startPostgres({ directory: folder, password: "test", binaries: debianBinaries });
  stop = () => server.stop();
  await asAdmin(
    server.adminUrl,
    "CREATE ROLE customer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD 'customer'",
    "CREATE DATABASE panel OWNER customer",
    "REVOKE CONNECT ON DATABASE panel FROM PUBLIC",
  );
  const parsed = new URL(server.adminUrl);
  Object.assign(parsed, { username: "customer", password: "customer", pathname: "/panel" });
  url = parsed.toString();
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

it("prepares the database with the owner's rights alone, twice", async () => {
  for (const _round of [1, 2]) {
    const { code, output } = await run("prepare");
    expect(output).toContain('"phase":"seed"');
    expect(code, output).toBe(0);
  }
});

it("makes the tables of the job queue there", async () => {
  for (const _round of [1, 2]) {
    const { code, output } = await run("cli", ["job", "list", "--json"]);
    expect(code, output).toBe(0);
  }
});

it("makes accounts there, and its audit log verifies", async () => {
  const args = ["user", "create", "--email", "ada@example.net", "--name", "Ada", "--role", "ADMIN", "--password-stdin"];
  expect(await run("cli", args, "correct horse battery staple\n")).toMatchObject({ code: 0 });
  expect((await run("cli", ["audit", "seal"])).code).toBe(0);
  const verified = await run("cli", ["audit", "verify", "--json"]);
  expect(JSON.parse(verified.output)).toMatchObject({ ok: true });
});
