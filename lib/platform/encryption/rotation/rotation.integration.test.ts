import { createCipheriv, createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { FieldCipher } from "@/lib/core/encryption/crypto";
import { encryptedColumns } from "@/lib/core/encryption/encrypted-columns";
import { fieldCipher, keyRing } from "@/lib/core/encryption/field-cipher";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { countRowsByKey, requireKnownKeys } from "../count-rows";
import { KeyFollower, registerKeys } from "../follow-keys";
import { importCbc } from "../import-cbc";
import { retireKey } from "../retire-key";
import { encryptionStatus } from "../status";
import { startRotation } from "./rotate-key";
import { stepRotation } from "./step-rotation";

const folder = mkdtempSync(path.join(tmpdir(), "lightnode-keys-"));
const file = path.join(folder, "secrets.json");
const firstKey = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
const label = "mail_message:data_sealed";
let environment: TestEnvironment;

beforeAll(async () => {
  writeFileSync(file, JSON.stringify({ ENCRYPTION_KEYS: firstKey, OTHER: "kept" }));
  environment = await openTestEnvironment({ ENCRYPTION_KEYS: firstKey, ENCRYPTION_KEYS_FILE: file });
  await registerKeys();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await environment.close();
});

async function makeMails(count: number, prefix: string): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => `mai_${prefix}${String(n).padStart(6, "0")}`);
  const sealed = ids.map((id) => fieldCipher().encrypt(`secret of ${id}`, label, id));
  await sql().run(
    `INSERT INTO delivery (id, recipient, template, data_sealed) SELECT id, 'x', 't', sealed FROM unnest($1::text[], $2::text[]) AS x(id, sealed)`,
    [ids, sealed],
  );
  return ids;
}

async function read(id: string): Promise<string> {
  const row = await sql().row<{ sealed: string }>("SELECT data_sealed AS sealed FROM delivery WHERE id = $1", [id]);
  return fieldCipher().decrypt(row?.sealed ?? "", label, id);
}

/** Steps until there is nothing more to do. */
async function finish(): Promise<string[]> {
  const steps: string[] = [];
  for (let n = 0; n < 400; n++) {
    const step = await stepRotation();
    steps.push(step);
    if (step === "finished" || step === "idle") return steps;
  }
  throw new Error(`not finished: ${steps.slice(-3).join(", ")}`);
}

const countOf = async (column: string) =>
  (await countRowsByKey(sql())).find((item) => item.label === column)?.keys ?? {};

describe("rotating the key", () => {
  it("reads and writes on, resumes at its cursor, and leaves no row on the old key", async () => {
    const ids = await makeMails(2_600, "a");
    await sql().run(
      "INSERT INTO idempotency_key (actor_id, key, request_hash, answer_sealed) VALUES ('usr_1', 'a/b', 'x', $1)",
      [fieldCipher().encrypt('{"a":1}', "idempotency_key:answer", "usr_1/a/b")],
    );
    const { toKey } = await startRotation(systemActor);
    expect(toKey).toBe("k2");
    await expect(startRotation(systemActor)).rejects.toMatchObject({ code: "rotation_running" });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      OTHER: "kept",
      ENCRYPTION_KEYS: expect.stringMatching(/^k1:.*,k2:/),
    });
    expect(await stepRotation()).toBe("more");
    expect(keyRing().activeId).toBe("k2");
    // Somebody writes in the middle; the value they wrote must win.
    for (let n = 0; n < 5; n++) await stepRotation();
    const [first = "", last = ""] = [ids[0], ids.at(-1)];
    for (const id of [first, last])
      await sql().run("UPDATE delivery SET data_sealed = $2 WHERE id = $1", [
        id,
        fieldCipher().encrypt("newer", label, id),
      ]);
    const progress = await encryptionStatus(systemActor);
    expect(progress.rotation).toMatchObject({ state: "reencrypting", toKey: "k2", total: 2_601 });
    expect((await finish()).at(-1)).toBe("finished");
    expect([await read(first), await read(last), await read(ids[7] ?? "")]).toEqual([
      "newer",
      "newer",
      `secret of ${ids[7]}`,
    ]);
    expect(await countOf(label)).toEqual({ k2: 2_600 });
    expect(await countOf("idempotency_key:answer")).toEqual({ k2: 1 });
    expect((await encryptionStatus(systemActor)).keys).toMatchObject([
      { id: "k1", state: "retiring", rows: 0 },
      { id: "k2", state: "active", rows: 2_601 },
    ]);
  });

  it("passes over a row that is being written, and comes back for it", async () => {
    await sql().run("DELETE FROM delivery");
    const [id = ""] = await makeMails(3, "b");
    await startRotation(systemActor);
    expect(await stepRotation()).toBe("more");
    const { database } = await import("@/lib/db/client");
    const client = await database().pool.connect();
    await client.query("BEGIN");
    await client.query("UPDATE delivery SET recipient = 'y' WHERE id = $1", [id]);
    const steps: string[] = [];
    while (steps.at(-1) !== "waiting") steps.push(await stepRotation());
    expect((await encryptionStatus(systemActor)).rotation?.note).toBe(`Left: 1 in ${label} on k2.`);
    await client.query("COMMIT");
    client.release();
    expect((await finish()).at(-1)).toBe("finished");
    expect(await countOf(label)).toEqual({ k3: 3 });
    expect(await read(id)).toBe(`secret of ${id}`);
  });

  it("waits for a process that does not know the key, and for one that still writes with the old one", async () => {
    const follower = new KeyFollower("web", createLogger("test", "silent"));
    await follower.start();
    await sql().run(
      "INSERT INTO encryption_process (id, kind, key_ids, active_key_id) VALUES ('other', 'web', '{k1,k2,k3}', 'k3')",
    );
    const { toKey } = await startRotation(systemActor);
    await follower.beat();
    expect(await stepRotation()).toBe("waiting");
    expect((await encryptionStatus(systemActor)).rotation?.note).toBe(
      "Waits until these processes know the key k4: other.",
    );
    expect(keyRing().activeId).toBe("k3");
    await sql().run("UPDATE encryption_process SET key_ids = '{k1,k2,k3,k4}', seen_at = now() WHERE id = 'other'");
    expect(await stepRotation()).toBe("more");
    await follower.beat();
    let step = "more";
    while (step === "more") step = await stepRotation();
    expect(step).toBe("waiting");
    expect((await encryptionStatus(systemActor)).rotation?.note).toMatch(/still write with the old key: other/);
    await sql().run("UPDATE encryption_process SET active_key_id = $1 WHERE id = 'other'", [toKey]);
    expect((await finish()).at(-1)).toBe("finished");
    await follower.stop();
    await sql().run("DELETE FROM encryption_process");
  });

  it("lets another process read what was written with a key it has not seen", async () => {
    const { KeyRing } = await import("@/lib/core/encryption/key-ring");
    const other = new FieldCipher(
      new KeyRing(firstKey, { reload: () => JSON.parse(readFileSync(file, "utf8")).ENCRYPTION_KEYS as string }),
    );
    const sealed = fieldCipher().encrypt("text", label, "row");
    expect(sealed).toMatch(/^v1\.k4\./);
    expect(other.decrypt(sealed, label, "row")).toBe("text");
  });

  it("retires a key only when no row names it, and keeps it out of the ring", async () => {
    await expect(retireKey(systemActor, "k4")).rejects.toMatchObject({ code: "key_in_use" });
    await sql().run("UPDATE delivery SET data_sealed = 'v1.k2.a.b.c' WHERE id = (SELECT min(id) FROM delivery)");
    await expect(retireKey(systemActor, "k2")).rejects.toThrow("1 rows are encrypted with the key k2.");
    await sql().run("DELETE FROM delivery WHERE data_sealed LIKE 'v1.k2.%'");
    expect(await retireKey(systemActor, "k2")).toEqual({ id: "k2", removedFromFile: true });
    const secrets = JSON.parse(readFileSync(file, "utf8"));
    expect(secrets.ENCRYPTION_KEYS).not.toContain("k2:");
    expect(secrets.RETIRED_ENCRYPTION_KEYS).toContain("k2:");
    await expect(retireKey(systemActor, "k9")).rejects.toMatchObject({ code: "not_found" });
    const actions = await sql().rows<{ action: string }>(
      "SELECT DISTINCT action FROM audit_entry WHERE action LIKE 'encryption.%' ORDER BY action",
    );
    expect(actions.map(({ action }) => action)).toEqual([
      "encryption.key_activated",
      "encryption.key_retired",
      "encryption.rotation_finished",
      "encryption.rotation_started",
    ]);
  });
});

describe("the start", () => {
  it("is refused while rows name a key that is not there, with its name and their number", async () => {
    await requireKnownKeys();
    await sql().run(
      "INSERT INTO delivery (id, recipient, template, data_sealed) VALUES ('m1', 'x', 't', 'v1.lost.a.b.c'), ('m2', 'x', 't', 'v1.lost.a.b.c')",
    );
    await expect(requireKnownKeys()).rejects.toThrow(
      /2 rows are encrypted with the key "lost".*mail_message:data_sealed 2/s,
    );
    await sql().run("DELETE FROM delivery WHERE id IN ('m1', 'm2')");
  });
});

describe("the list of encrypted columns", () => {
  it("has every column that holds ciphertext, by its name and by its rows", async () => {
    const columns = await sql().rows<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')`,
    );
    const listed = new Set(encryptedColumns.map(({ table, column }) => `${table}.${column}`));
    for (const { table, column } of columns) {
      const row = await sql().row(
        `SELECT 1 FROM "${table}" WHERE "${column}" ~ '^v1\\.[a-z0-9]+\\.[^.]+\\.[^.]+\\.[^.]*$' LIMIT 1`,
      );
      if (column.endsWith("_sealed") || row) expect(listed, `${table}.${column}`).toContain(`${table}.${column}`);
    }
    for (const { table, column } of encryptedColumns) expect(columns).toContainEqual({ table, column });
  });

  it("is all that the cipher encrypts", () => {
    expect(() => fieldCipher().encrypt("x", "node:password", "row")).toThrow(/encrypted-columns/);
  });
});

describe("importing values of AES-256-CBC", () => {
  const key = Buffer.alloc(32, 5);
  const iv = Buffer.alloc(16, 6);
  const value = (plain: string) => {
    const cipher = createCipheriv("aes-256-cbc", key, iv);
    const data = Buffer.concat([cipher.update(plain), cipher.final()]);
    const mac = createHmac("sha256", key)
      .update(Buffer.concat([iv, data]))
      .digest();
    return [iv, data, mac].map((part) => part.toString("base64")).join(":");
  };

  it("encrypts them under our key, or writes nothing", async () => {
    await sql().run("DELETE FROM delivery");
    await makeMails(2, "c");
    const line = (row: string, text: string) => JSON.stringify({ column: label, row, value: value(text) });
    const bad = `${line("mai_c000000", "one")}\n${line("mai_gone", "two")}\n`;
    expect(await importCbc(systemActor, bad, { key })).toEqual({
      imported: 0,
      problems: [{ line: 2, message: "delivery has no row mai_gone" }],
    });
    expect(await read("mai_c000000")).toBe("secret of mai_c000000");
    const csv = `column,row,value\r\n${label},mai_c000000,${value("one")}\r\n"${label}","mai_c000001",${value("two")}\r\n`;
    expect(await importCbc(systemActor, csv, { key })).toEqual({ imported: 2, problems: [] });
    expect(await sql().rows("SELECT 1 FROM audit_entry WHERE action = 'encryption.cbc_imported'")).toHaveLength(1);
    expect([await read("mai_c000000"), await read("mai_c000001")]).toEqual(["one", "two"]);
    const { problems } = await importCbc(systemActor, `{"column":"a:b","row":"x","value":"y"}\nnonsense`, { key });
    expect(problems.map(({ line: number }) => number)).toEqual([2, 1]);
  });

  it("is for administrators", async () => {
    const user = await makeUser("MANAGER");
    await expect(importCbc(user, "", { key })).rejects.toMatchObject({ code: "forbidden" });
    await expect(startRotation(user)).rejects.toMatchObject({ code: "forbidden" });
  });
});
