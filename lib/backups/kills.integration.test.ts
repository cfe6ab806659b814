import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "@/lib/db/transaction";
import { listBeside, onServer } from "./server/database-server";
import { fillDatabase, openBackupKit } from "./testing/backup-kit";

// The command line's own process is killed with SIGKILL at moments spread over its whole run: while it writes, verifies,
// loads, compares and exchanges.
const cli = path.resolve(import.meta.dirname, "../../dist/cli.mjs");
const moments = 13;

let kit: Awaited<ReturnType<typeof openBackupKit>>;
beforeAll(async () => {
  kit = await openBackupKit();
  await fillDatabase();
});
afterAll(() => kit.close());

/** Milliseconds until it ended by itself, or null: it was killed. */
async function run(
  args: string[],
  killAfterMs?: number,
): Promise<{ tookMs: number; code: number | null; output: string }> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, [cli, ...args], { env: process.env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  const [code] = await once(child, "close");
  clearTimeout(timer);
  return { tookMs: Date.now() - startedAt, code, output };
}

/** The pool's connections end with each exchange of the databases: a statement on one of them fails once. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(50);
    }
  }
}

const besides = () =>
  onServer(async (client) => [...(await listBeside(client, "check")), ...(await listBeside(client, "restored"))]);
const people = () => patiently(() => sql().prisma.user.count());

/** Nothing is called verified that a verification does not confirm. */
async function verifiedAreTrue(): Promise<void> {
  const verified = await patiently(() => sql().prisma.backup.findMany({ where: { state: "verified" } }));
  for (const { id } of verified) {
    const { code, output } = await run(["backup", "verify", id]);
    expect(code, output).toBe(0);
  }
}

it(`leaves nothing half-made when a backup is killed at ${moments} moments`, async () => {
  const { tookMs, code, output } = await run(["backup", "create"]);
  expect(code, output).toBe(0);
  // The first third is the start of the process.
  for (let moment = 1; moment <= moments; moment++)
    await run(["backup", "create"], (tookMs * (3 + moment)) / (4 + moments));
  expect((await run(["backup", "create"])).code).toBe(0);
  const states = await sql().prisma.backup.groupBy({ by: ["state"], _count: true });
  expect(states.map(({ state }) => state).filter((state) => state === "running" || state === "verifying")).toEqual([]);
  expect(await besides()).toEqual([]);
  expect(readdirSync(path.join(kit.folder, "backups")).filter((name) => name.includes(".part"))).toEqual([]);
  await verifiedAreTrue();
}, 240_000);

it(`has the panel's data after a restore was killed at ${moments} moments`, async () => {
  const before = await people();
  const { id } = await sql().prisma.backup.findFirstOrThrow({ where: { state: "verified" }, orderBy: { id: "desc" } });
  const first = await run(["backup", "restore", id, "--swap"]);
  expect(first.code, first.output).toBe(0);
  for (let moment = 1; moment <= moments; moment++) {
    await run(["backup", "restore", id, "--swap"], (first.tookMs * (3 + moment)) / (4 + moments));
    // Whichever of the two databases has the panel's name: it is whole.
    expect(await people()).toBe(before);
  }
  const last = await run(["backup", "restore", id, "--swap"]);
  expect(last.code, last.output).toBe(0);
  expect(await people()).toBe(before);
  expect(await besides()).toEqual([]);
  const audit = await run(["audit", "verify"]);
  expect(audit.code, audit.output).toBe(0);
}, 300_000);
