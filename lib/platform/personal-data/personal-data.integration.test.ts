import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Actor, noOrigin } from "@/lib/access/actor";
import { verifyAudit } from "@/lib/audit/chain/verify-chain";
import { registerAccount } from "@/lib/auth/accounts/accounts";
import { flushAttempts, recordAttempt } from "@/lib/auth/detection/record-attempt";
import { createSession } from "@/lib/auth/sessions/sessions";
import { sha256 } from "@/lib/core/encryption/crypto";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { smtpTransport } from "@/lib/notifications/mail/transport";
import { DeliveryWorker } from "@/lib/notifications/outbox/delivery-worker";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { makePersonWithTraces, tracePassword, traces } from "@/lib/testing/personal-traces";
import { type MailServer, startMailServer } from "@/lib/testing/sign-in/mail-server";
import { eraseOwnAccount, eraseUser } from "./erase-account";
import { listErasureBlockers } from "./erasure-blockers";
import { exportAccount } from "./export-account";
import { personalTables } from "./personal-tables";

/** One person with a row in every table: what the export shows, what stops an erasure, and what is left after it. */
let environment: TestEnvironment;
let server: MailServer;
let worker: DeliveryWorker;
let person: Actor;
let serverId: string;
let databaseId: string;
let userId: string;

const site = { url: "https://panel.example.net", name: "LightNode" };
const newWorker = (transport: ConstructorParameters<typeof DeliveryWorker>[0]["transport"]) =>
  new DeliveryWorker({ transport, site, prepare: {}, log: createLogger("test", "silent") });

beforeAll(async () => {
  environment = await openTestEnvironment({ NEXTAUTH_URL: site.url });
  server = await startMailServer();
  worker = newWorker(smtpTransport(server.url, "LightNode <panel@example.net>"));
  await makeNode({ portStart: 25_565, portEnd: 25_999 });
  ({ person, serverId, databaseId } = await makePersonWithTraces());
  userId = person.userId ?? "";
});
afterAll(async () => {
  await worker.stop();
  await server.close();
  await environment.close();
});

const tableNames = async () =>
  (
    await sql().rows<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_prisma%'",
    )
  ).map(({ name }) => name);

/** Every row of the database as text, by table: bytes in hex, documents and arrays with all that is in them. */
async function wholeDatabase(): Promise<{ table: string; text: string; row: Record<string, unknown> }[]> {
  const rows = [];
  for (const table of await tableNames()) {
    const found = await sql().rows<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM "${table}" t`);
    rows.push(...found.map(({ row }) => ({ table, row, text: JSON.stringify(row) })));
  }
  return rows;
}

async function tablesWith(needle: string): Promise<string[]> {
  const rows = await wholeDatabase();
  const hits = rows.filter(({ text }) => text.toLowerCase().includes(needle.toLowerCase()));
  return [...new Set(hits.map(({ table }) => table))].sort();
}

describe("the export", () => {
  test("has something from every table that knows the person", async () => {
    const data = await exportAccount(person);
    expect(data.profile).toMatchObject({ id: userId, email: traces.email, name: traces.name, role: "USER" });
    const expected = personalTables.flatMap((entry) => ("list" in entry.export ? [entry.export.list] : []));
    expect(Object.keys(data.lists).sort()).toEqual(expected.filter((list) => list !== "profile").sort());
    for (const [list, entries] of Object.entries(data.lists)) expect(entries.length, list).toBeGreaterThan(0);
    expect(data.cut).toEqual([]);
    expect(data.lists.secondFactors?.map(({ method, phone }) => [method, phone])).toEqual(
      expect.arrayContaining([
        ["sms", traces.phone],
        ["totp", undefined],
      ]),
    );
    expect(data.lists.auditEntries?.[0]).toMatchObject({ action: "account.exported", byMe: true, ip: traces.ip });
    const byOthers = data.lists.auditEntries?.filter(({ byMe }) => !byMe) ?? [];
    expect(byOthers.length).toBeGreaterThan(0);
    expect(byOthers.every(({ ip, userAgent }) => ip === null && userAgent === null)).toBe(true);
  });

  test("holds no hash, no sealed value, no secret", async () => {
    const text = JSON.stringify(await exportAccount(person));
    const secret = /hash|sealed|_salt|^mac$|selector|webauthn|public_key|credential_id|password$/;
    const values = (await wholeDatabase()).flatMap(({ row }) =>
      Object.entries(row).flatMap(([column, value]) =>
        secret.test(column) && typeof value === "string" && value.length > 8 ? [value] : [],
      ),
    );
    expect(values.length).toBeGreaterThan(30);
    expect(values.filter((value) => text.includes(value))).toEqual([]);
    expect(text).not.toContain(traces.totpSecret);
    expect(text).not.toMatch(/"[^"]*(hash|sealed|salt|secret)[^"]*":/i);
  });

  test("is about nobody else", async () => {
    const other = await makeUser();
    const data = await exportAccount(other);
    expect(JSON.stringify(data)).not.toContain(userId);
    expect(JSON.stringify(data)).not.toContain(traces.ip);
    const filled = Object.entries(data.lists).filter(([, entries]) => entries.length > 0);
    expect(filled.map(([list]) => list)).toEqual(["auditEntries"]);
  });

  test("says which lists were cut, and keeps the newest", async () => {
    const whole = await exportAccount(person);
    const data = await exportAccount(person, 1);
    expect(data.cut).toContain("signInAttempts");
    expect(data.cut).not.toContain("passkeys");
    expect(data.lists.mails).toEqual(whole.lists.mails?.slice(0, 1));
  });
});

describe("an erasure is refused", () => {
  test("with a wrong password, which is audited", async () => {
    await expect(eraseOwnAccount(person, { password: "wrong" })).rejects.toMatchObject({ code: "wrong_password" });
    const row = await sql().row("SELECT 1 FROM audit_entry WHERE action = 'user.password_refused' AND actor_id = $1", [
      userId,
    ]);
    expect(row).not.toBeNull();
  });

  test("while servers are owned, by name, and leaves everything as it was", async () => {
    await sql().run("UPDATE workload SET status = 'deleting' WHERE id = $1", [serverId]);
    const before = (await wholeDatabase()).length;
    await expect(eraseOwnAccount(person, { password: tracePassword })).rejects.toMatchObject({
      code: "owns_servers",
      status: 409,
      message: expect.stringContaining("Own (being deleted)"),
    });
    expect(await listErasureBlockers(person)).toMatchObject({
      may: false,
      serverCount: 1,
      servers: [{ id: serverId, name: "Own", isDeleting: true }],
      isLastAdministrator: false,
    });
    expect((await wholeDatabase()).length).toBe(before);
  });

  test("while hosted objects are owned, by name", async () => {
    await sql().run("UPDATE workload SET owner_id = $2 WHERE id = $1", [serverId, (await makeUser()).userId]);
    const before = (await wholeDatabase()).length;
    await expect(eraseOwnAccount(person, { password: tracePassword })).rejects.toMatchObject({
      code: "owns_hosted",
      status: 409,
      message: expect.stringContaining("Shop (database)"),
    });
    expect(await listErasureBlockers(person)).toMatchObject({
      may: false,
      serverCount: 0,
      hostedCount: 4,
      hosted: expect.arrayContaining([{ id: databaseId, kind: "database", name: "Shop", isDeleting: false }]),
    });
    expect((await wholeDatabase()).length).toBe(before);
  });

  test("for the last administrator, also when two erase each other at once", async () => {
    await sql().run("UPDATE app_user SET role = 'USER' WHERE role = 'ADMIN'");
    const [one, two] = [await makeUser("ADMIN"), await makeUser("ADMIN")];
    const tries = await Promise.allSettled([eraseUser(one, two.userId ?? ""), eraseUser(two, one.userId ?? "")]);
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(tries.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: expect.stringMatching(/last_administrator|not_found/) },
    });
    const left = await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM app_user WHERE role = 'ADMIN'");
    expect(left?.n).toBe(1);
  });

  test("by an administrator of themselves, of nobody, and by anybody else", async () => {
    const admin = await makeUser("ADMIN");
    await expect(eraseUser(admin, admin.userId ?? "")).rejects.toMatchObject({ code: "conflict" });
    await expect(eraseUser(admin, "usr_nobody")).rejects.toMatchObject({ code: "not_found" });
    await expect(eraseUser(person, admin.userId ?? "")).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an erasure", () => {
  test("leaves nothing but the id as a pseudonym", async () => {
    await sql().run(
      "UPDATE hosted_resource SET owner_id = $2 WHERE owner_id = (SELECT owner_id FROM hosted_resource WHERE id = $1)",
      [databaseId, (await makeUser()).userId],
    );
    const needles = [traces.email, traces.name, traces.ip, traces.network, traces.userAgent, sha256(traces.email)];
    for (const needle of needles) expect((await tablesWith(needle)).length, needle).toBeGreaterThan(0);
    expect((await tablesWith("-of-grace")).length).toBeGreaterThan(5);
    const entries = await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM audit_entry");

    // Still on its way to the database when the account goes.
    recordAttempt({ account: traces.email, origin: person.origin, deviceToken: null, outcome: "refused" });
    await eraseOwnAccount(person, { password: tracePassword });
    await flushAttempts();

    // The last mail knows where it goes, until it went.
    expect(await tablesWith(traces.email)).toEqual(["delivery"]);
    await worker.sendDue();
    const mails = server.received.filter(({ to }) => to.includes(traces.email));
    expect(mails.map(({ message }) => message.subject)).toEqual(["Your account was deleted"]);
    for (const needle of [...needles, "-of-grace"]) expect(await tablesWith(needle), needle).toEqual([]);
    expect(await tablesWith(userId)).toEqual(["audit_entry", "encryption_rotation", "factor_reset", "security_signal"]);
    const after = await sql().row<{ n: number }>("SELECT count(*)::int AS n FROM audit_entry");
    expect(after?.n).toBe((entries?.n ?? 0) + 1);
  });

  test("leaves an audit log that verifies", async () => {
    const result = await verifyAudit({ witness: null });
    expect(result.firstBad).toBeNull();
    expect(result).toMatchObject({ ok: true });
    expect(result.erased).toBeGreaterThan(2);
  });

  test("leaves the address free for a new account", async () => {
    await registerAccount({ email: traces.email, name: "Somebody New", password: tracePassword }, noOrigin);
    const row = await sql().row<{ id: string }>("SELECT id FROM app_user WHERE email = $1", [traces.email]);
    expect(row?.id).toMatch(/^usr_/);
    expect(row?.id).not.toBe(userId);
  });

  test("by an administrator is recorded as theirs, and gives the open pages the reason", async () => {
    const admin = {
      ...(await makeUser("ADMIN")),
      origin: { ip: "192.0.2.9", userAgent: "Admin/1", requestId: "req_9" },
    };
    const target = await makeUser();
    await sql().run(
      `CREATE TABLE noticed (reason text);
       CREATE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO noticed VALUES (NEW.revoked_reason); RETURN NULL; END';
       CREATE TRIGGER note_end AFTER UPDATE OF revoked_at ON session FOR EACH ROW EXECUTE FUNCTION note_end()`,
    );
    await createSession({ userId: target.userId ?? "", scopeResourceId: null, origin: noOrigin });
    await eraseUser(admin, target.userId ?? "");
    expect(await sql().rows("SELECT reason FROM noticed")).toEqual([{ reason: "erased" }]);
    const entry = await sql().row(
      "SELECT actor_id AS actor, ip FROM audit_entry WHERE action = $1 AND target_id = $2",
      ["account.erased", target.userId],
    );
    expect(entry).toEqual({ actor: admin.userId, ip: "192.0.2.9" });
    // Without a mail server the last mail cannot be held for them either.
    await newWorker(null).sendDue();
    expect(await tablesWith(target.email)).toEqual([]);
    expect((await verifyAudit({ witness: null })).ok).toBe(true);
  });

  test("is undone as a whole when one statement fails", async () => {
    const target = await makeUser();
    await sql().run("ALTER TABLE delivery ADD CONSTRAINT no_more CHECK (template <> 'account-erased') NOT VALID");
    await expect(eraseUser(await makeUser("ADMIN"), target.userId ?? "")).rejects.toThrow();
    await sql().run("ALTER TABLE delivery DROP CONSTRAINT no_more");
    expect(await sql().row("SELECT 1 FROM app_user WHERE id = $1", [target.userId])).not.toBeNull();
  });
});
