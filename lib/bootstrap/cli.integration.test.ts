import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeIncident } from "@/lib/alerts/testing/make-incident";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment, testVariables } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { until } from "@/lib/testing/until";

// The command line as people run it: bundled, in a process of its own, on a real database.
const root = path.resolve(import.meta.dirname, "../..");
// Below the project, so that its packages are found.
const bundle = path.join(root, `dist/cli-test-${process.pid}.mjs`);
const password = "correct horse battery staple";

type Result = { code: number | null; out: string; err: string };
let environment: TestEnvironment;

function cli(args: string[], options: { input?: string; env?: Record<string, string> } = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? "", ...testVariables(environment.databaseUrl), ...options.env };
    const child = spawn(process.execPath, [bundle, ...args], { env: env as unknown as NodeJS.ProcessEnv });
    const result: Result = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      result.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      result.err += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...result, code }));
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}

const create = (email: string, role = "USER") =>
  cli(["user", "create", "--email", email, "--name", "Ada", "--role", role, "--password-stdin", "--json"], {
    input: `${password}\n`,
  });

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
  await makeNode({ portStart: 25_565, portEnd: 25_600 });
});
afterAll(async () => {
  rmSync(bundle, { force: true });
  await environment.close();
});

describe("accounts", () => {
  it("are created, listed and disabled, and the password is never printed", async () => {
    const made = await create("Ada@Example.net", "admin");
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(made.out)).toMatchObject({
      email: "ada@example.net",
      role: "ADMIN",
      id: expect.stringMatching(/^usr_/),
    });
    await create("grace@example.net");

    const list = await cli(["user", "list", "--json"]);
    const emails = JSON.parse(list.out).items.map((user: { email: string }) => user.email);
    expect(emails).toEqual(["grace@example.net", "ada@example.net"]);
    const plain = await cli(["user", "list"]);
    expect(plain.out).toMatch(/^EMAIL +NAME +ROLE/);

    const disabled = await cli(["user", "disable", "grace@example.net"]);
    expect(disabled).toMatchObject({ code: 0, out: "grace@example.net is disabled.\n" });
    const row = await sql().row(
      "SELECT disabled_at IS NOT NULL AS disabled FROM app_user WHERE email = 'grace@example.net'",
    );
    expect(row).toEqual({ disabled: true });
    expect(await cli(["user", "enable", "grace@example.net"])).toMatchObject({ code: 0 });

    const again = await create("ada@example.net");
    for (const result of [made, list, plain, again]) expect(result.out + result.err).not.toContain(password);
    expect(again.code).toBe(1);
    expect(JSON.parse(again.err).error.code).toBe("email_taken");
    const stored = await sql().row<{ hash: string }>(
      "SELECT password_hash AS hash FROM app_user WHERE email = 'ada@example.net'",
    );
    expect(stored?.hash).not.toContain(password);
  });

  it("keep their last administrator", async () => {
    const result = await cli(["user", "disable", "ada@example.net", "--json"]);
    expect(result.code).toBe(1);
    expect(JSON.parse(result.err).error.code).toBe("last_administrator");
  });

  it("lose their second factors on the host at once, with their sessions", async () => {
    const { id } = (await sql().row<{ id: string }>("SELECT id FROM app_user WHERE email = 'ada@example.net'")) ?? {};
    const insert = "INSERT INTO second_factor (id, user_id, method, confirmed_at) VALUES ('fac_1', $1, 'email', now())";
    await sql().run(insert, [id]);
    const result = await cli(["user", "reset-mfa", "ada@example.net", "--json"]);
    expect(JSON.parse(result.out)).toEqual({ id, email: "ada@example.net", removed: 1 });
    expect(await sql().rows("SELECT 1 FROM second_factor WHERE user_id = $1", [id])).toEqual([]);
    expect((await cli(["user", "reset-mfa", "nobody@example.net"])).code).toBe(1);
  });

  it("get tokens with scopes as they are typed, and an end", async () => {
    const args = [
      "token",
      "create",
      "--email",
      "ada@example.net",
      "--expires",
      "30d",
      "--json",
      "--scopes",
      "server.read,node.read",
      "user.*",
    ];
    const result = await cli(args);
    expect(result.code).toBe(0);
    const token = JSON.parse(result.out);
    expect(token).toMatchObject({
      scopes: ["server.read", "node.read", "user.*"],
      token: expect.stringMatching(/^lnt_[0-9A-Za-z]{49}$/),
    });
    expect(Date.parse(token.expiresAt) - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
    const stored = await sql().row<{ text: string }>(
      "SELECT row_to_json(t)::text AS text FROM api_token t WHERE id = $1",
      [token.id],
    );
    expect(stored?.text).not.toContain(token.token);
    const unknown = await cli(["token", "create", "--email", "ada@example.net", "--scopes", "server.fly", "--json"]);
    expect(unknown.code).toBe(1);
    expect(JSON.parse(unknown.err).error.errors[0].message).toContain("server.fly");
  });
});

describe("machines and servers", () => {
  it("are added, drained, used and listed", async () => {
    const words =
      "node add --name second --region eu-west --memory 64 --cpu 16 --disk 500 --public-address 192.0.2.7 --ports 26000-26009";
    expect(await cli(words.split(" "))).toMatchObject({ code: 0, err: "" });
    expect(await cli(["node", "drain", "second"])).toMatchObject({ code: 0, out: "second is draining.\n" });
    const nodes = JSON.parse((await cli(["node", "list", "--json"])).out).items;
    const second = nodes.find((node: { name: string }) => node.name === "second");
    expect(second).toMatchObject({
      state: "draining",
      region: "eu-west",
      memory: { total: 64 },
      addresses: [{ ports: { free: 10 } }],
    });
    expect(await cli(["node", "activate", "second"])).toMatchObject({ code: 0 });
    expect(await cli(["node", "drain", "third"])).toMatchObject({ code: 1 });

    const made = await cli(
      "server create --owner grace@example.net --name Rock --memory 1 --disk 2 --region eu-west --json".split(" "),
    );
    expect(made).toMatchObject({ code: 0, err: "" });
    const server = JSON.parse(made.out);
    expect(server).toMatchObject({
      status: "provisioning",
      ipAddress: "192.0.2.7",
      rconPassword: expect.stringMatching(/^[A-Za-z0-9]{12}$/),
    });
    const list = await cli(["server", "list", "--json"]);
    expect(JSON.parse(list.out).items).toMatchObject([{ id: server.id, rconPassword: null }]);
    expect(list.out).not.toContain(server.rconPassword);
    await sql().run("UPDATE workload SET public_address = '2001:db8::7' WHERE id = $1", [server.id]);
    expect((await cli(["server", "list"])).out).toContain(`[2001:db8::7]:${server.port}`);
    const audit = await sql().row(
      "SELECT actor_kind AS kind FROM audit_entry WHERE action = 'server.created' AND target_id = $1",
      [server.id],
    );
    expect(audit).toEqual({ kind: "system" });
    const busy = await cli(["server", "power", server.id, "kill", "--json"]);
    expect(busy.code).toBe(1);
    expect(JSON.parse(busy.err).error.code).toBe("server_busy");
    expect(await cli(["server", "delete", server.id])).toMatchObject({ code: 0, out: "It is deleting.\n" });
    expect(await cli(["server", "delete", "srv_unknown"])).toMatchObject({
      code: 1,
      err: "There is no such server.\n",
    });
  });
});

describe("server create --wait", () => {
  const words = "server create --owner grace@example.net --name Pebble --memory 1 --disk 2 --wait --json".split(" ");

  it.each([
    ["online", 0],
    ["failed", 1],
  ])("prints the steps until the server is %s, and exits with %i", async (status, code) => {
    const waiting = cli(words);
    const server = await until("the row", () =>
      sql().row<{ id: string }>("SELECT id FROM workload WHERE status = 'provisioning' AND name = 'Pebble'"),
    );
    await sql().run(
      "INSERT INTO resource_event (resource_id, step, status, message) VALUES ($1, 'pull', 'done', 'Here it is.')",
      [server.id],
    );
    await sql().run("UPDATE provisioning_run SET finished_at = now() WHERE resource_id = $1", [server.id]);
    await sql().run("UPDATE workload SET status = $2::workload_status WHERE id = $1", [server.id, status]);
    const result = await waiting;
    expect(result.code).toBe(code);
    expect(JSON.parse(result.out)).toMatchObject({ id: server.id, status });
    expect(result.err).toMatch(/accept +done +Accepted: /);
    expect(result.err).toMatch(/pull +done +Here it is\./);
  });
});

describe("DNS zones", () => {
  it("are created, listed, printed as a file and deleted", async () => {
    await makeProvider("dns");
    await create("zones@example.net");
    const args = ["dns", "create", "--owner", "zones@example.net", "--name", "cli.example", "--ipv4", "192.0.2.1"];
    const made = await cli([...args, "--json"]);
    expect(made).toMatchObject({ code: 0, err: "" });
    const { id } = JSON.parse(made.out);
    expect((await cli(["dns", "list"])).out).toMatch(new RegExp(`${id} +cli.example +provisioning`));
    expect((await cli(["dns", "export", id])).out).toContain("cli.example.\t3600\tIN\tA\t192.0.2.1");
    expect(await cli(["dns", "delete", id])).toMatchObject({ code: 0, out: "It is deleting.\n" });
    expect(await cli(["dns", "create", "--owner", "zones@example.net", "--name", "co.uk"])).not.toMatchObject({
      code: 0,
    });
  });
});

describe("executors", () => {
  it("are made with a key and a secret, for whom it is said", async () => {
    const result = await cli(["executor", "create", "--name", "Bridge", "--owner", "nobody@example.net"]);
    expect(result.code).toBe(1);
    const made = await cli(["executor", "create", "--name", "Bridge", "--json"]);
    expect(made.code).toBe(0);
    expect(JSON.parse(made.out)).toMatchObject({
      name: "Bridge",
      key: expect.stringMatching(/^exe_[0-9A-Za-z]{16}$/),
      secret: expect.stringMatching(/^exs_/),
    });
  });
});

describe("health", () => {
  it("names what is down, and fails only without the database", async () => {
    const result = await cli(["health", "--json"]);
    expect(result.code).toBe(0);
    expect(JSON.parse(result.out)).toMatchObject({
      status: "degraded",
      dependencies: [{ name: "database", status: "up" }, {}, {}, {}, {}, {}],
    });
    const without = await cli(["health"], {
      env: { DATABASE_URL: "postgresql://nobody:secret-word@127.0.0.1:1/none" },
    });
    expect(without.code).toBe(1);
    expect(without.out).toMatch(/^unavailable/);
    expect(without.out + without.err).not.toContain("secret-word");
    const list = await cli(["user", "list"], {
      env: { DATABASE_URL: "postgresql://nobody:secret-word@127.0.0.1:1/none" },
    });
    expect(list).toMatchObject({ code: 1, out: "" });
    expect(list.err).not.toContain("secret-word");
  });
});

describe("wrong usage", () => {
  it.each([
    ["an unknown command", "user fly"],
    ["no verb", "user"],
    ["an unknown option", "user list --verbose"],
    ["a missing option", "token create --email ada@example.net"],
    ["a missing word", "user disable"],
    ["a word too many", "user list everybody"],
    ["a password as an argument", "user create --email a@example.net --name A --role USER --password hunter22"],
    ["no number", "node add --name n --region r --memory much --cpu 1 --disk 1 --public-address 192.0.2.1"],
    ["a bad range", "node add --name n --region r --memory 1 --cpu 1 --disk 1 --public-address 192.0.2.1 --ports 1"],
    ["a value that is refused", "server create --owner ada@example.net --name A --memory 0 --disk 1"],
    ["an unknown role", "user create --email a@example.net --name A --role KING --password-stdin"],
    ["a bad end", "token create --email ada@example.net --scopes server.read --expires soon"],
    ["an unknown action", "server power srv_x explode"],
  ])("%s exits with 2 and says so on standard error", async (_what, words) => {
    const result = await cli([...words.split(" "), "--json"], { input: password });
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(JSON.parse(result.err).error.message.length).toBeGreaterThan(10);
    expect(result.err).not.toContain("hunter22");
  });

  it("is helped by --help, which needs no database", async () => {
    const env = { DATABASE_URL: "" };
    const all = await cli(["--help"], { env });
    expect(all).toMatchObject({ code: 0, err: "" });
    expect(all.out).toContain("server create");
    const one = await cli(["token", "create", "--help"], { env });
    expect(one.out).toContain("--scopes SCOPE");
    const group = await cli(["node", "--help"], { env });
    expect(group.out).toContain("node drain");
    expect(group.out).not.toContain("user create");
  });
});

describe("alerts", () => {
  it("are listed and handled, and their rules switched", async () => {
    const rules = JSON.parse((await cli(["alert-rule", "list", "--json"])).out) as { items: { id: string }[] };
    expect(rules.items).toHaveLength(17);
    const [rule] = rules.items;
    const off = await cli(["alert-rule", "off", rule?.id ?? "", "--json"]);
    expect(JSON.parse(off.out)).toMatchObject({ id: rule?.id, enabled: false });
    const owner = await makeUser();
    const id = await makeIncident(owner);
    expect((await cli(["alert", "list"])).out).toContain(id);
    expect((await cli(["alert", "silence", id, "--minutes", "x"])).code).not.toBe(0);
    expect((await cli(["alert", "silence", id, "--minutes", "30"])).out).toContain("Silenced until");
    expect((await cli(["alert", "acknowledge", id, "--note", "I look"])).code).toBe(0);
    expect((await cli(["alert", "resolve", id])).out).toContain("resolved");
    expect((await cli(["alert", "resolve", id])).err).toContain("an alert that still fires");
    expect((await cli(["alert", "list"])).out).not.toContain(id);
  });
});
