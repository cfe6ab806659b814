import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment, tamperAsSuperuser, testVariables } from "@/lib/testing/environment";
import { until } from "@/lib/testing/until";

// The commands about the audit log and the encryption keys, bundled and in processes of their own.
const root = path.resolve(import.meta.dirname, "../..");
const bundle = path.join(root, `dist/cli-secrets-test-${process.pid}.mjs`);
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-cli-"));
const secrets = path.join(folder, "secrets.json");
const firstKey = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
let environment: TestEnvironment;

type Result = { code: number | null; out: string; err: string };

function start(args: string[], env: Record<string, string> = {}) {
  const variables = {
    ...testVariables(environment.databaseUrl),
    DATA_DIR: folder,
    ENCRYPTION_KEYS_FILE: secrets,
    ...env,
  };
  const child = spawn(process.execPath, [bundle, ...args], {
    env: { PATH: process.env.PATH ?? "", ...variables } as unknown as NodeJS.ProcessEnv,
  });
  const result: Result = { code: null, out: "", err: "" };
  child.stdout.on("data", (chunk) => (result.out += chunk));
  child.stderr.on("data", (chunk) => (result.err += chunk));
  const done = new Promise<Result>((resolve) => child.on("close", (code) => resolve({ ...result, code })));
  return { child, done, result };
}

const cli = (args: string[], env: Record<string, string> = {}) => start(args, env).done;

beforeAll(async () => {
  writeFileSync(secrets, JSON.stringify({ ENCRYPTION_KEYS: firstKey }));
  environment = await openTestEnvironment({ ENCRYPTION_KEYS_FILE: secrets });
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
});
afterAll(async () => {
  rmSync(bundle, { force: true });
  rmSync(folder, { recursive: true });
  await environment.close();
});

const asOwner = (statement: string) => tamperAsSuperuser(environment.adminUrl, statement);

describe("audit", () => {
  it("verify names the first bad entry and exits with 1", async () => {
    for (let n = 1; n <= 5; n++)
      await recordAudit(sql(), systemActor, { action: "node.added", targetKind: "node", targetId: `nod_${n}` });
    expect(JSON.parse((await cli(["audit", "seal", "--json"])).out)).toMatchObject({ seal: { seq: 1 }, problems: [] });
    const good = await cli(["audit", "verify", "--json"]);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out)).toMatchObject({ ok: true, entries: 5, unsealed: 0, firstBad: null });
    const row = await sql().row<{ id: string }>("SELECT id FROM audit_entry WHERE target_id = 'nod_3'");
    await asOwner(`UPDATE audit_entry SET target_id = 'nod_9' WHERE id = '${row?.id}'`);
    const bad = await cli(["audit", "verify", "--json"]);
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({
      ok: false,
      firstBad: { what: "entry", id: row?.id, reason: expect.stringContaining("edited") },
    });
    const plain = await cli(["audit", "verify"]);
    expect(plain.out).toContain(`First bad: entry ${row?.id}`);
    await asOwner(`UPDATE audit_entry SET target_id = 'nod_3' WHERE id = '${row?.id}'`);
  });

  it("accept goes on after a restored backup, and writes it down", async () => {
    await recordAudit(sql(), systemActor, { action: "node.added", targetKind: "node", targetId: "nod_6" });
    expect((await cli(["audit", "seal"])).code).toBe(0);
    await asOwner("DELETE FROM audit_seal WHERE seq = 2");
    expect((await cli(["audit", "verify"])).out).toContain("newest seal in the log is 1");
    expect((await cli(["audit", "seal"])).code).toBe(1);
    expect((await cli(["audit", "accept", "--reason", "restored a backup"])).code).toBe(0);
    expect((await cli(["audit", "verify"])).code).toBe(0);
    const row = await sql().row("SELECT detail FROM audit_entry WHERE action = 'audit.restore_accepted'");
    expect(row).toMatchObject({ detail: { reason: "restored a backup", witnessedSeal: 2 } });
  });
});

describe("encryption", () => {
  const label = "mail_message:data_sealed";
  const rows = 30_000;

  it("rotate-key goes on after it was killed, and leaves nothing on the old key", async () => {
    const ids = Array.from({ length: rows }, (_, n) => `mai_${String(n).padStart(6, "0")}`);
    await sql().run(
      `INSERT INTO delivery (id, recipient, template, state, data_sealed)
       SELECT id, 'x', 't', 'held', sealed FROM unnest($1::text[], $2::text[]) AS x(id, sealed)`,
      [ids, ids.map((id) => fieldCipher().encrypt(id, label, id))],
    );
    const first = start(["encryption", "rotate-key"]);
    const moved = async () =>
      (await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM delivery WHERE data_sealed LIKE 'v1.k2.%'"))?.n ??
      0;
    await until("the first batch", async () => (await moved()) > 0);
    first.child.kill("SIGKILL");
    await first.done;
    const atKill = await moved();
    expect(atKill).toBeGreaterThan(0);
    expect(atKill).toBeLessThan(rows);
    const second = await cli(["encryption", "rotate-key", "--json"]);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({
      activeKey: "k2",
      rotation: { state: "finished", done: rows },
      keys: [
        { id: "k1", state: "retiring", rows: 0 },
        { id: "k2", state: "active", rows },
      ],
    });
    expect(await moved()).toBe(rows);
    const row = await sql().row<{ sealed: string }>(
      "SELECT data_sealed AS sealed FROM delivery WHERE id = 'mai_000007'",
    );
    expect(fieldCipher().decrypt(row?.sealed ?? "", label, "mai_000007")).toBe("mai_000007");
  });

  it("retire-key takes the old key out of the file", async () => {
    const result = await cli(["encryption", "retire-key", "k1"]);
    expect(result).toMatchObject({ code: 0, out: "The key k1 is retired.\n" });
    expect(JSON.parse(readFileSync(secrets, "utf8")).ENCRYPTION_KEYS).toMatch(/^k2:[^,]+$/);
    expect((await cli(["encryption", "retire-key", "k2"])).code).toBe(1);
    expect((await cli(["encryption", "status"])).out).toMatch(/k1 +retired +0\nk2 +active +30000/);
  });

  it("rotate-key says what to set where the keys come from the environment", async () => {
    const ring = JSON.parse(readFileSync(secrets, "utf8")).ENCRYPTION_KEYS as string;
    const first = await cli(["encryption", "rotate-key"], { ENCRYPTION_KEYS: ring, ENCRYPTION_KEYS_FILE: "" });
    expect(first.code).toBe(1);
    const entry = /,(k3:[A-Za-z0-9+/]{43}=)/.exec(first.out)?.[1] ?? "";
    expect(entry).not.toBe("");
    const second = await cli(["encryption", "rotate-key"], {
      ENCRYPTION_KEYS: `${ring},${entry}`,
      ENCRYPTION_KEYS_FILE: "",
    });
    expect(second.code).toBe(0);
    expect(second.out).toMatch(/k3 +active +30000/);
    const stale = await cli(["encryption", "status"], { ENCRYPTION_KEYS: ring, ENCRYPTION_KEYS_FILE: "" });
    expect(stale.code).toBe(1);
    expect(stale.err).toContain('the active encryption key is "k3"');
  });
});
