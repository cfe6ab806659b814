import { expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import {
  deleteDatabase,
  resumeDatabase,
  revealCredentials,
  rotatePassword,
  setReadOnlyUser,
  suspendDatabase,
  updateDatabase,
} from "./change-database";
import type { DatabaseKind } from "./contract";
import { createDatabase } from "./create-database";
import { getDatabase, getFigures, listDatabaseEvents } from "./queries";

/** What differs between the kinds of servers for {@link describeDatabases}. */
export type DatabaseHarness = {
  kind: DatabaseKind;
  owner(): Actor;
  /** On a connection of its own; rejects as the server does. */
  query(url: string, statement: string): Promise<Record<string, unknown>[]>;
  residue(): Promise<string[]>;
  /** A statement that takes twenty seconds, and what a session that the server ends sees of it. */
  sleep: { statement: string; ended: RegExp };
  /** How the server refuses a wrong password, a user that is locked, and a right that is missing. */
  refusals: { password: RegExp; locked: RegExp; right: RegExp };
};

const input = { name: "Shop", connectionLimit: 5, extensions: [] };

export const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "worked",
    (error: Error) => error.message,
  );

/** What every database has, whichever its server. */
export function describeDatabases(harness: DatabaseHarness): void {
  describeLife(harness);
  describeAccess(harness);
}

async function make(owner: Actor) {
  const created = await createDatabase(owner, input);
  await untilHosted(created.id, "active");
  return created;
}

async function end({ owner, residue }: DatabaseHarness, id: string): Promise<void> {
  await deleteDatabase(owner(), id, { keepDump: false });
  await untilHostedGone(id);
  expect(await residue()).toEqual([]);
}

function describeLife(harness: DatabaseHarness): void {
  const { owner, query, kind } = harness;

  it("works with what the answer to its create says, and leaves nothing when it is deleted", async () => {
    const { id, url, username, ...created } = await make(owner());
    expect(created.kind).toBe(kind);
    await query(url, "CREATE TABLE orders (id int)");
    await query(url, "INSERT INTO orders VALUES (1)");
    expect(await query(url, "SELECT * FROM orders")).toEqual([{ id: 1 }]);
    expect(await getDatabase(owner(), id)).toMatchObject({ status: "active", username, password: null, kind });
    const { items } = await listDatabaseEvents(owner(), id);
    const done = items.filter(({ status }) => status !== "running" && status !== "skipped");
    expect(done.map(({ step }) => step)).toEqual(["accept", "check", "create", "verify", "create"]);
    expect(await getFigures(owner(), id)).toMatchObject({ sizeBytes: expect.any(Number), connections: 0 });
    await end(harness, id);
    expect(await sql().prisma.resourceEvent.count({ where: { resourceId: id } })).toBe(0);
  });

  it("is closed while it is suspended, also after a change, and open again afterwards", async () => {
    const { id, url } = await make(owner());
    await suspendDatabase(owner(), id);
    await untilHosted(id, "suspended");
    expect(await refusal(query(url, "SELECT 1"))).toMatch(harness.refusals.locked);
    await updateDatabase(owner(), id, { connectionLimit: 3 });
    await untilHosted(id, "suspended");
    expect(await refusal(query(url, "SELECT 1"))).toMatch(harness.refusals.locked);
    await resumeDatabase(owner(), id);
    await untilHosted(id, "active");
    expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await end(harness, id);
  });
}

function describeAccess(harness: DatabaseHarness): void {
  const { owner, query, sleep, refusals } = harness;

  it("has a new password after a rotation, and no session of the old one", async () => {
    const { id, url } = await make(owner());
    const open = refusal(query(url, sleep.statement));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const rotated = await rotatePassword(owner(), id, { endSessions: true });
    await untilHosted(id, "active");
    expect(await open).toMatch(sleep.ended);
    expect(await refusal(query(url, "SELECT 1"))).toMatch(refusals.password);
    expect(await query(rotated.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect((await revealCredentials(owner(), id)).url).toBe(rotated.url);
    await end(harness, id);
  });

  it("has a second user that only reads, also tables that come later", async () => {
    const { id, url } = await make(owner());
    await query(url, "CREATE TABLE earlier (id int)");
    const reader = (await setReadOnlyUser(owner(), id, true)).readOnly?.url ?? "";
    await untilHosted(id, "active");
    await query(url, "CREATE TABLE later (id int)");
    expect(await query(reader, "SELECT * FROM earlier UNION ALL SELECT * FROM later")).toEqual([]);
    for (const statement of ["INSERT INTO earlier VALUES (1)", "DELETE FROM earlier", "CREATE TABLE own (id int)"])
      expect([statement, await refusal(query(reader, statement))]).toEqual([
        statement,
        expect.stringMatching(refusals.right),
      ]);
    await setReadOnlyUser(owner(), id, false);
    await untilHosted(id, "active");
    expect(await refusal(query(reader, "SELECT 1"))).toMatch(refusals.password);
    await end(harness, id);
  });
}
