import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { database } from "@/lib/db/client";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment, tamperAsSuperuser } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { blankPersonalData } from "../blank-personal";
import { auditColumns, auditPlaceholders, auditValues, recordAudit } from "../record-audit";
import { adoptEntries } from "./adopt-entries";
import { genesis, linkHash } from "./entry-mac";
import { retireEntries } from "./retire-entries";
import { sealChains } from "./seal-chains";
import { verifyAudit } from "./verify-chain";
import { readWitness } from "./witness";

let environment: TestEnvironment;
let person: Actor;
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-audit-"));
const witnessFile = path.join(folder, "witness.json");
const verify = () => verifyAudit({ witness: readWitness(witnessFile) });
const tables = ["audit_entry", "audit_chain", "audit_seal"];

/** SQL of somebody who owns the machine: no trigger and no grant holds them. */
const tamper = (...statements: string[]) => tamperAsSuperuser(environment.adminUrl, ...statements);

const event = (n: number) => ({
  action: n % 5 === 0 ? "session.signed_in" : "server.updated",
  targetKind: "server",
  targetId: `srv_${n}`,
  detail: { n, text: `„ü\u0007\u2028 \ud800 ${n}`, nested: { b: 1e21, a: [null, true, -0, 1e-9] } },
  before: { name: "old" },
  after: { name: "new" },
});

beforeAll(async () => {
  environment = await openTestEnvironment();
  person = await makeUser();
  person = { ...person, origin: { ip: "192.0.2.7", userAgent: "Test/1", requestId: "req_1" } };
  const write = async (writer: number) => {
    for (let n = 0; n < 40; n++)
      await transaction(async (tx) => {
        await recordAudit(tx, person, event(writer * 100 + n));
        if (n % 4 === 0) await recordAudit(tx, person, event(writer * 100 + n + 50));
      });
  };
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(write));
  await sealChains({ witnessFile });
  await write(9);
  await sealChains({ witnessFile });
  for (const table of tables) await sql().run(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
});
beforeEach(async () => {
  for (const table of tables) await tamper(`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT * FROM kept_${table}`);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await environment.close();
});

/** The longest chain, and an entry in its middle. */
async function middle(): Promise<{ chain: number; seq: number; id: string; last: number }> {
  const row = await sql().row<{ chain: number; last: number }>(
    "SELECT chain, max(seq)::int AS last FROM audit_entry GROUP BY chain ORDER BY count(*) DESC LIMIT 1",
  );
  if (!row) throw new Error("no chain");
  const seq = Math.floor(row.last / 2);
  const entry = await sql().row<{ id: string }>("SELECT id FROM audit_entry WHERE chain = $1 AND seq = $2", [
    row.chain,
    seq,
  ]);
  return { ...row, seq, id: entry?.id ?? "" };
}

/** The most that an attacker without the key can do: link the rows of a chain again, from `from` on. */
async function rechain(chain: number): Promise<void> {
  const rows = await sql().rows<{ id: string; mac: Buffer }>(
    "SELECT id, mac FROM audit_entry WHERE chain = $1 ORDER BY seq",
    [chain],
  );
  let hash = genesis;
  const statements = rows.map(({ id, mac }, index) => {
    const next = linkHash(hash, mac.toString("hex"), chain, index + 1);
    const text = `UPDATE audit_entry SET seq = ${index + 1}, prev_hash = '\\x${hash}', hash = '\\x${next}' WHERE id = '${id}'`;
    hash = next;
    return text;
  });
  const head = `UPDATE audit_chain SET seq = ${rows.length}, hash = '\\x${hash}' WHERE chain = ${chain}`;
  await tamper(`UPDATE audit_entry SET seq = -seq WHERE chain = ${chain}`, ...statements, head);
}

describe("the chained log", () => {
  it("verifies after eight writers wrote at once, on chains of their own", async () => {
    const result = await verify();
    expect(result).toMatchObject({ ok: true, entries: 450, unsealed: 0, firstBad: null, problems: 0, seals: 2 });
    expect(result.chains).toBeGreaterThan(2);
    await recordAudit(sql(), person, event(1));
    expect(await verify()).toMatchObject({ ok: true, entries: 451, unsealed: 1 });
  });

  it("keeps a writer from waiting for another's transaction", async () => {
    await transaction(async (tx) => {
      await recordAudit(tx, person, event(1));
      await transaction((other) => recordAudit(other, person, event(2)));
      await recordAudit(tx, person, event(3));
    });
    expect(await verify()).toMatchObject({ ok: true, entries: 453 });
  });

  const changes = (id: string) => [
    `UPDATE audit_entry SET action = 'x' WHERE id = '${id}'`,
    `UPDATE audit_entry SET ip = NULL, user_agent = 'x' WHERE id = '${id}'`,
    `DELETE FROM audit_entry WHERE id = '${id}'`,
    "TRUNCATE audit_entry",
    "UPDATE audit_seal SET payload = ''",
    "DELETE FROM audit_seal WHERE seq = 2",
  ];

  it("refuses the panel's own role every change", async () => {
    const { id } = await middle();
    for (const change of changes(id)) {
      await expect(sql().run(change), change).rejects.toThrow(/permission denied|cannot be changed or removed/);
    }
    await expect(
      sql().run("INSERT INTO audit_entry (id, actor_kind, action, target_kind) VALUES ('a', 'user', 'b', 'c')"),
    ).rejects.toThrow(/needs its MAC/);
  });

  it("refuses UPDATE, DELETE and TRUNCATE also to a superuser, whom no grant holds", async () => {
    const { id } = await middle();
    const client = new Client({ connectionString: environment.adminUrl });
    await client.connect();
    for (const change of changes(id)) {
      await expect(client.query(change), change).rejects.toThrow(/cannot be changed or removed/);
    }
    await client.end();
  });

  it("leaves the owning role without the grants to change it", async () => {
    const { rows } = await database().pool.query<{ privilege: string; table: string }>(
      `SELECT c.relname AS table, a.privilege_type AS privilege FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.relname IN ('audit_entry', 'audit_seal') AND a.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')`,
    );
    expect(rows).toEqual([]);
    const { rows: all } = await database().pool.query(
      "SELECT 1 FROM pg_class WHERE relname = 'audit_entry' AND relacl IS NOT NULL",
    );
    expect(all).toHaveLength(1);
  });
});

const attacks: { name: string; reason: RegExp; named: "middle" | "any"; attack: () => Promise<void> }[] = [
  {
    name: "an edited field",
    reason: /edited/,
    named: "middle",
    attack: async () => tamper(`UPDATE audit_entry SET actor_id = 'usr_other' WHERE id = '${(await middle()).id}'`),
  },
  {
    name: "an edited detail",
    reason: /edited/,
    named: "middle",
    attack: async () => tamper(`UPDATE audit_entry SET after = '{"name":"other"}' WHERE id = '${(await middle()).id}'`),
  },
  {
    name: "an edited time",
    reason: /edited/,
    named: "middle",
    attack: async () => tamper(`UPDATE audit_entry SET at = at + interval '1 ms' WHERE id = '${(await middle()).id}'`),
  },
  {
    name: "an edited address",
    reason: /address or browser was changed/,
    named: "middle",
    attack: async () => tamper(`UPDATE audit_entry SET ip = '203.0.113.9' WHERE id = '${(await middle()).id}'`),
  },
  {
    name: "blanked personal data of somebody who was not erased",
    reason: /nobody was erased/,
    named: "middle",
    attack: async () =>
      tamper(
        `UPDATE audit_entry SET ip = NULL, user_agent = NULL, personal_salt = NULL WHERE id = '${(await middle()).id}'`,
      ),
  },
  {
    name: "a removed entry",
    reason: /removed/,
    named: "any",
    attack: async () => tamper(`DELETE FROM audit_entry WHERE id = '${(await middle()).id}'`),
  },
  {
    name: "two entries that changed places",
    reason: /does not follow/,
    named: "any",
    attack: async () => {
      const { chain, seq } = await middle();
      const set = (from: number, to: number) =>
        `UPDATE audit_entry SET seq = ${to} WHERE chain = ${chain} AND seq = ${from}`;
      await tamper(set(seq, -1), set(seq + 1, seq), set(-1, seq + 1));
    },
  },
  {
    name: "an entry of another chain put in place of one",
    reason: /edited|does not follow|removed/,
    named: "any",
    attack: async () => {
      const { chain, seq, id } = await middle();
      await tamper(
        `DELETE FROM audit_entry WHERE id = '${id}'`,
        `UPDATE audit_entry SET chain = ${chain}, seq = ${seq} WHERE id = (SELECT id FROM audit_entry WHERE chain <> ${chain} ORDER BY id LIMIT 1)`,
      );
    },
  },
  {
    name: "the end cut off, with the head put back",
    reason: /removed/,
    named: "any",
    attack: async () => {
      const { chain, last } = await middle();
      await tamper(
        `DELETE FROM audit_entry WHERE chain = ${chain} AND seq > ${last - 3}`,
        `UPDATE audit_chain SET seq = ${last - 3}, hash = (SELECT hash FROM audit_entry WHERE chain = ${chain} AND seq = ${last - 3}) WHERE chain = ${chain}`,
      );
    },
  },
  {
    name: "a whole chain gone",
    reason: /all its entries/,
    named: "any",
    attack: async () => {
      const { chain } = await middle();
      await tamper(`DELETE FROM audit_entry WHERE chain = ${chain}`, `DELETE FROM audit_chain WHERE chain = ${chain}`);
    },
  },
  {
    name: "a removed entry with a recalculated chain and head",
    reason: /rewritten after it was sealed|removed/,
    named: "any",
    attack: async () => {
      const { chain, id } = await middle();
      await tamper(`DELETE FROM audit_entry WHERE id = '${id}'`);
      await rechain(chain);
    },
  },
  {
    name: "two entries exchanged with a recalculated chain",
    reason: /rewritten after it was sealed/,
    named: "any",
    attack: async () => {
      const { chain, seq } = await middle();
      const set = (from: number, to: number) =>
        `UPDATE audit_entry SET seq = ${to} WHERE chain = ${chain} AND seq = ${from}`;
      await tamper(set(seq, -1), set(seq + 1, seq), set(-1, seq + 1));
      await rechain(chain);
    },
  },
  {
    name: "an entry invented without the key, through the trigger",
    reason: /without the key/,
    named: "any",
    attack: async () => {
      const values = auditValues(person, event(1));
      values[values.length - 1] = randomBytes(32);
      await sql().run(`INSERT INTO audit_entry (${auditColumns}) VALUES (${auditPlaceholders(1)})`, values);
    },
  },
  {
    name: "an entry in no chain",
    reason: /in no chain/,
    named: "any",
    attack: () =>
      tamper("INSERT INTO audit_entry (id, actor_kind, action, target_kind) VALUES ('aud_x', 'user', 'b', 'c')"),
  },
  {
    name: "an edited seal",
    reason: /edited, or made by somebody without the key/,
    named: "any",
    attack: () => tamper("UPDATE audit_seal SET payload = replace(payload, '[', '[ ') WHERE seq = 2"),
  },
  {
    name: "a removed seal",
    reason: /seals before it were removed/,
    named: "any",
    attack: () => tamper("DELETE FROM audit_seal WHERE seq = 1"),
  },
  {
    name: "the database put back to an earlier day, seals and all",
    reason: /newest seal in the log is 1/,
    named: "any",
    attack: async () => {
      const seal = await sql().row<{ payload: string }>("SELECT payload FROM audit_seal WHERE seq = 1");
      const { heads } = JSON.parse(seal?.payload ?? "") as { heads: Record<string, [number, string]> };
      const cuts = Object.entries(heads).flatMap(([chain, [seq, hash]]) => [
        `DELETE FROM audit_entry WHERE chain = ${chain} AND seq > ${seq}`,
        `UPDATE audit_chain SET seq = ${seq}, hash = '\\x${hash}' WHERE chain = ${chain}`,
      ]);
      const known = Object.keys(heads).join(",");
      await tamper(
        "DELETE FROM audit_seal WHERE seq = 2",
        ...cuts,
        `DELETE FROM audit_entry WHERE chain NOT IN (${known})`,
        `DELETE FROM audit_chain WHERE chain NOT IN (${known})`,
      );
      // Without the witness this is an earlier log that was in order.
      expect(await verifyAudit({ witness: null })).toMatchObject({ ok: true });
    },
  },
];

describe("verification finds", () => {
  it.each(attacks)("$name", async ({ attack, reason, named }) => {
    const before = await middle();
    await attack();
    const result = await verify();
    expect(result.ok).toBe(false);
    expect(result.firstBad?.reason).toMatch(reason);
    const { id, chain, seq } = before;
    if (named === "middle") expect(result.firstBad).toMatchObject({ what: "entry", id, chain, seq });
  });

  it("and the worker does not seal over it", async () => {
    const { chain, last } = await middle();
    await tamper(
      `DELETE FROM audit_entry WHERE chain = ${chain} AND seq > ${last - 3}`,
      `UPDATE audit_chain SET seq = ${last - 3} WHERE chain = ${chain}`,
    );
    const { problems } = await sealChains({ witnessFile: null });
    expect(problems).toEqual([`chain ${chain} was sealed up to entry ${last} and ends at ${last - 3}`]);
    expect((await verifyAudit({ witness: null })).ok).toBe(false);
    await tamper("DELETE FROM audit_seal WHERE seq >= 2");
    const again = await sealChains({ witnessFile });
    expect(again).toMatchObject({ seal: null, problems: [expect.stringMatching(/newest seal in the database/)] });
  });
});

describe("what may go", () => {
  it("personal data of an erased person, and the log still verifies", async () => {
    await transaction(async (tx) => {
      await recordAudit(tx, person, { action: "account.erased", targetKind: "user", targetId: person.userId });
      expect(await blankPersonalData(tx, person.userId ?? "")).toBe(451);
    });
    expect(await verify()).toMatchObject({ ok: true, erased: 451 });
    await tamper(`UPDATE audit_entry SET ip = '192.0.2.1' WHERE id = '${(await middle()).id}'`);
    expect((await verify()).firstBad?.reason).toMatch(/after they were erased/);
  });

  it("old entries by class, and the rest still verifies from the signed anchor", async () => {
    const old = Date.now() - 400 * 86_400_000;
    const insert = `INSERT INTO audit_entry (${auditColumns}) VALUES (${auditPlaceholders(1)})`;
    for (const table of tables) await tamper(`DELETE FROM ${table}`);
    for (let n = 1; n <= 10; n++) await sql().run(insert, auditValues(person, event(n), old + n));
    for (let n = 1; n <= 3; n++) await recordAudit(sql(), person, event(n));
    await sealChains({ witnessFile: null });
    const { removed, refused } = await retireEntries({ witnessFile: null });
    // Eight writes are older than a year; two sign-ins are kept for two.
    expect({ removed, refused }).toEqual({ removed: 8, refused: null });
    expect(await sql().rows("SELECT 1 FROM audit_entry WHERE action = 'audit.retired'")).toHaveLength(1);
    const check = () => verifyAudit({ witness: null });
    expect(await check()).toMatchObject({ ok: true, entries: 6 });
    expect(await retireEntries({ witnessFile: null })).toMatchObject({ removed: 0 });
    await recordAudit(sql(), person, event(4));
    expect(await check()).toMatchObject({ ok: true, entries: 7 });
    await tamper(
      "DELETE FROM audit_entry WHERE (chain, seq) IN (SELECT chain, min(seq) FROM audit_entry WHERE class = 'write' GROUP BY chain)",
    );
    expect((await check()).firstBad?.reason).toMatch(/removed/);
  });

  it("nothing while the log does not verify", async () => {
    await tamper(`UPDATE audit_entry SET at = at - interval '3 years' WHERE id = '${(await middle()).id}'`);
    await tamper("UPDATE audit_entry SET at = at - interval '3 years' WHERE seq = 1");
    const { removed, refused } = await retireEntries({ witnessFile });
    expect(removed).toBe(0);
    expect(refused?.firstBad?.reason).toMatch(/edited/);
  });
});

it("adopts the entries from before the chain once, and none after the first seal", async () => {
  for (const table of tables) await tamper(`DELETE FROM ${table}`);
  const old = (id: string) =>
    `INSERT INTO audit_entry (id, at, actor_kind, action, target_kind, ip, detail) VALUES ('${id}', '2026-01-01T00:00:00.123Z', 'user', 'session.signed_in', 'session', '192.0.2.1', '{"a": 1}')`;
  await tamper(old("aud_1"), old("aud_2"));
  expect(await adoptEntries()).toBe(2);
  await sealChains({ witnessFile: null });
  expect(await verifyAudit({ witness: null })).toMatchObject({ ok: true, entries: 2 });
  await tamper(old("aud_3"));
  expect(await adoptEntries()).toBe(0);
  expect((await verifyAudit({ witness: null })).firstBad).toMatchObject({ id: "aud_3", reason: "it is in no chain" });
});
