import type { Actor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/actor";
import { sealChains } from "@/lib/audit/chain/seal-chains";
import { verifyAudit } from "@/lib/audit/chain/verify-chain";
import { auditColumns, auditPlaceholders, auditValues, recordAudit } from "@/lib/audit/record-audit";
import { database } from "@/lib/db/client";
import { sql } from "@/lib/db/transaction";
import { benchPanel } from "./panel";
import { absolute, median, type Row, relative, timeCalls } from "./row";

const writers = 8;
const perRound = 2_000;
const verified = 200_000;

/** What signing and chaining cost eight writers at once, and how fast the whole log is read and checked. */
export async function bench(): Promise<Row[]> {
  await benchPanel();
  return [await writing(), await verifying()];
}

const actor: Actor = {
  ...systemActor,
  kind: "user",
  userId: "usr_01bench000000000000000000",
  origin: {
    ip: "192.0.2.1",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    requestId: "req_bench",
  },
};
const event = (n: number) => ({
  action: "server.updated",
  targetKind: "server",
  targetId: `srv_${n}`,
  detail: { memory: 2, cpu: 1 },
});

/** Each row a transaction of its own; the bare one is the same row in the same table without the triggers, signed before. */
export async function writing(): Promise<Row> {
  const { pool } = database();
  await pool.query("DROP TABLE IF EXISTS bench_audit_plain");
  await pool.query("CREATE TABLE bench_audit_plain (LIKE audit_entry INCLUDING ALL)");
  const plain = `INSERT INTO bench_audit_plain (${auditColumns}) VALUES (${auditPlaceholders(1)})`;
  const rates = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < 8; round++) {
    for (const kind of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
      const ready = kind === "bare" ? Array.from({ length: perRound }, (_, n) => auditValues(actor, event(n))) : [];
      const { totalMs } = await timeCalls(writers, perRound, (n) =>
        kind === "ours"
          ? recordAudit(sql(), actor, event(n))
          : pool.query({ name: "bench_audit", text: plain, values: ready[n] }),
      );
      if (round >= 2) rates[kind].push((perRound * 1_000) / totalMs);
    }
  }
  await pool.query("DROP TABLE bench_audit_plain");
  return relative("audit.rows_per_second_8_writers", median(rates.ours), "1/s", median(rates.bare), { atLeast: 0.3 });
}

const types = [
  "text",
  "timestamptz",
  ...Array(9).fill("text"),
  "bytea",
  "bytea",
  "text",
  "json",
  "json",
  "json",
  "text",
  "bytea",
];

export async function verifying(): Promise<Row> {
  const lists = types.map((type, index) => `$${index + 1}::${type}[]`).join(", ");
  for (let made = 0; made < verified; made += 2_000) {
    const rows = Array.from({ length: 2_000 }, (_, n) => auditValues(actor, event(made + n)));
    const columns = types.map((_type, index) => rows.map((row) => row[index]));
    await sql().run(`INSERT INTO audit_entry (${auditColumns}) SELECT * FROM unnest(${lists})`, columns);
  }
  await sealChains({ witnessFile: null });
  const rates: number[] = [];
  for (let round = 0; round < 4; round++) {
    const result = await verifyAudit({ witness: null });
    if (!result.ok) throw new Error(result.summary);
    if (round >= 1) rates.push(result.entriesPerSecond);
  }
  return absolute("audit.verify_rows_per_second", median(rates), "1/s", { atLeast: 100_000 });
}
