import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment, testVariables } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { TenantServer } from "@/lib/testing/hosted/tenant-server";

// Databases and their providers from the command line: bundled, in a process of its own.
const root = path.resolve(import.meta.dirname, "../..");
const bundle = path.join(root, `dist/cli-hosted-test-${process.pid}.mjs`);
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-cli-"));
const server = new TenantServer();

type Result = { code: number | null; out: string; err: string };
let environment: TestEnvironment;
let owner: string;

function cli(args: string[], input = ""): Promise<Result> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? "", ...testVariables(environment.databaseUrl) };
    const child = spawn(process.execPath, [bundle, ...args], { env: env as unknown as NodeJS.ProcessEnv });
    const result: Result = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk) => (result.out += chunk));
    child.stderr.on("data", (chunk) => (result.err += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...result, code }));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

beforeAll(async () => {
  environment = await openTestEnvironment();
  await build({
    entryPoints: [path.join(root, "lib/bootstrap/cli.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "@": root },
    logLevel: "silent",
  });
  await server.start();
  owner = (await makeUser()).email;
});
afterAll(async () => {
  rmSync(bundle, { force: true });
  rmSync(folder, { recursive: true, force: true });
  await environment.close();
  await server.dispose();
});

const password = "provider";
const add = (connection: string, ...more: string[]) =>
  cli(["provider", "add", "--name", "Leipzig", "--connection-stdin", "--json", ...more], connection);

describe("provider", () => {
  it("add stores nothing when the connection does not work, and prints no password", async () => {
    const wrong = { ...server.connection(), url: "postgresql://provider:secret-word@127.0.0.1:1/postgres" };
    const refused = await add(JSON.stringify(wrong));
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(JSON.parse(refused.err).error).toMatchObject({ code: "connection_failed" });
    for (const broken of ["", "secret-word", '{"url":"secret-word"']) {
      expect((await add(broken)).code, broken).toBe(2);
    }
    const incomplete = await add('{"url":"secret-word"}');
    expect(JSON.parse(incomplete.err).error.errors[0].path).toBe("connection.url");
    for (const { out, err } of [refused, incomplete, await add("secret-word")]) {
      expect(out + err).not.toContain("secret-word");
    }
    expect(await sql().prisma.hostedProvider.count()).toBe(0);
  });

  it("add takes the connection from one place only, and never as an argument", async () => {
    const words = ["provider", "add", "--name", "Leipzig"];
    expect((await cli(words)).code).toBe(2);
    expect((await cli([...words, "--connection-stdin", "--connection-file", "x"])).code).toBe(2);
    expect((await cli([...words, "--connection", "{}"])).code).toBe(2);
  });

  it("add reads standard input or a file; list and test show it without its connection", async () => {
    const made = await add(JSON.stringify(server.connection()));
    expect(made).toMatchObject({ code: 0, err: "" });
    const file = path.join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(server.connection()), { mode: 0o600 });
    const second = await cli(["provider", "add", "--name", "Paris", "--connection-file", file]);
    expect(second.out).toMatch(/^Paris is connected \(prv_\w+\)\. Version 1\d/);
    const list = await cli(["provider", "list", "--json"]);
    expect(JSON.parse(list.out).items).toMatchObject([{ name: "Paris" }, { name: "Leipzig" }]);
    const text = await cli(["provider", "list"]);
    expect(text.out).toMatch(/Leipzig +postgresql +healthy/);
    for (const { out } of [made, second, list, text]) expect(out).not.toContain(`:${password}@`);
    expect(await cli(["provider", "test", "Leipzig"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/answered/),
    });
    expect(await cli(["provider", "test", "Rome"])).toMatchObject({ code: 1, err: "There is no provider Rome.\n" });
  });
});

describe("db", () => {
  it("create, list, credentials, resize and delete do as the panel does", async () => {
    const words = ["db", "create", "--owner", owner, "--name", "Shop", "--provider", "Paris", "--json"];
    const made = await cli([...words, "--connections", "7", "--extension", "citext", "--extension", "hstore"]);
    expect(made).toMatchObject({ code: 0, err: "" });
    const { id, url, password: secret, ...view } = JSON.parse(made.out);
    expect(view).toMatchObject({ status: "provisioning", connectionLimit: 7, extensions: ["citext", "hstore"] });
    expect(view.provider.name).toBe("Paris");
    const list = await cli(["db", "list", "--json"]);
    expect(JSON.parse(list.out).items).toMatchObject([{ id, name: "Shop", password: null }]);
    const text = await cli(["db", "list"]);
    expect(text.out).toMatch(/Shop +provisioning +Paris +d_\w+ +\?\/1024 MiB +ok/);
    expect(list.out + text.out).not.toContain(secret);
    const credentials = await cli(["db", "credentials", id]);
    expect(credentials.out).toContain(`DATABASE_URL=${url}`);
    expect(JSON.parse((await cli(["db", "credentials", id, "--json"])).out)).toMatchObject({ url, readOnly: null });
    expect(await cli(["db", "resize", id, "4096"])).toMatchObject({ code: 0, out: expect.stringMatching(/4096 MiB/) });
    expect((await sql().prisma.hostedDatabase.findUniqueOrThrow({ where: { id } })).maxSizeMb).toBe(4096);
    expect(await cli(["db", "delete", id])).toMatchObject({ code: 0, out: "It is deleting.\n" });
    const entries = await sql().prisma.auditEntry.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });
    expect(entries.map(({ action, actorKind }) => [action, actorKind])).toEqual([
      ["database.created", "system"],
      ["database.credentials_revealed", "system"],
      ["database.credentials_revealed", "system"],
      ["database.resized", "system"],
      ["database.deleted", "system"],
    ]);
  });

  it.each([
    ["an owner that does not exist", ["create", "--owner", "nobody@example.net", "--name", "A"], 1],
    ["a provider that does not exist", ["create", "--owner", "a@example.net", "--name", "A", "--provider", "Rome"], 1],
    ["an extension that is not offered", ["create", "--owner", "a@example.net", "--name", "A", "--extension", "x"], 2],
    ["no number", ["create", "--owner", "a@example.net", "--name", "A", "--connections", "many"], 2],
    ["a size that is too small", ["resize", "dbs_x", "1"], 2],
    ["a database that does not exist", ["delete", "dbs_unknown"], 1],
    ["the credentials of nothing", ["credentials", "dbs_unknown"], 1],
  ] as const)("refuses %s", async (_what, words, code) => {
    const result = await cli(["db", ...words, "--json"]);
    expect(result).toMatchObject({ code, out: "" });
    expect(JSON.parse(result.err).error.message.length).toBeGreaterThan(10);
  });
});

describe("user quota", () => {
  it("shows and sets limits, and says what it does not understand", async () => {
    const set = await cli(["user", "quota", owner, "--set", "database=12", "--json"]);
    expect(set.code).toBe(0);
    expect(JSON.parse(set.out).items).toContainEqual(expect.objectContaining({ kind: "database", max: 12 }));
    const shown = await cli(["user", "quota", owner]);
    expect(shown.out).toMatch(/database\s+\d+\s+12\s+person/);
    await cli(["user", "quota", owner, "--set", "database="]);
    expect((await cli(["user", "quota", owner])).out).toMatch(/database\s+\d+\s+5\s+default/);
    expect(await cli(["user", "quota", owner, "--set", "many"])).toMatchObject({ code: 2 });
    expect((await cli(["user", "quota", owner, "--set", "castle=1"])).err).toContain("Use one of database");
  });
});
