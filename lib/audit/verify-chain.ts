import type { PoolClient } from "pg";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { database } from "@/lib/db/client";
import { ChainVerifier, type Entry, entryColumns } from "./chain-verifier";
import type { Verification } from "./contract";
import { describeVerification } from "./describe-verification";
import { removalLock } from "./seal-chains";
import { type SealRow, sealColumns } from "./seals";
import { readWitness, type Witness, witnessFile } from "./witness";

const batchSize = 8_000;
const batchStatement = `SELECT ${entryColumns}
  FROM audit_entry WHERE (chain, seq) > ($1, $2) ORDER BY audit_entry.chain, audit_entry.seq LIMIT ${batchSize}`;

/**
 * Throws nothing for a bad log: what is wrong is in the answer. `witness`: the seal that was last made, as noted
 * elsewhere.
 */
export async function verifyAudit(options: { witness: Witness | null }): Promise<Verification> {
  const client = await database().pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock_shared($1)", [removalLock]);
    return await verifyOn(client, options.witness);
  } finally {
    await client.query("SELECT pg_advisory_unlock_shared($1)", [removalLock]).catch(() => {});
    client.release();
  }
}

async function verifyOn(client: PoolClient, witness: Witness | null): Promise<Verification> {
  const startedAt = performance.now();
  const erased = await client.query<{ id: string }>(
    "SELECT target_id AS id FROM audit_entry WHERE action = 'account.erased' AND target_kind = 'user'",
  );
  const verifier = new ChainVerifier(new Set(erased.rows.map(({ id }) => id)));
  const seals = await client.query<SealRow>(`SELECT ${sealColumns} FROM audit_seal ORDER BY audit_seal.seq`);
  verifier.seals(seals.rows, witness);
  const heads = await client.query<{ chain: number; seq: string; hash: Buffer }>(
    "SELECT chain, seq, hash FROM audit_chain",
  );
  verifier.expect(
    new Map(heads.rows.map((row) => [row.chain, { seq: Number(row.seq), hash: row.hash.toString("hex") }])),
  );
  await reportUnchained(client, verifier);
  const read = async (chain: number, seq: string) =>
    (await client.query<Entry>({ text: batchStatement, values: [chain, seq], rowMode: "array", name: "audit_verify" }))
      .rows;
  let next = read(-1, "0");
  for (;;) {
    const rows = await next;
    const last = rows.at(-1);
    if (!last) break;
    // Asked for before this one is judged, so that the database reads while we calculate.
    next = read(last[17], last[18]);
    for (const row of rows) verifier.entry(row);
  }
  verifier.finish();
  const { entries, unsealed, problems, bad } = verifier.progress;
  const last = seals.rows.at(-1);
  const result = {
    ok: problems === 0,
    entries,
    chains: heads.rows.length,
    seals: seals.rows.length,
    unsealed,
    erased: verifier.progress.erased,
    lastSeal: last ? { seq: last.seq, at: new Date(last.atMs).toISOString(), mac: last.mac.toString("hex") } : null,
    entriesPerSecond: Math.round(entries / Math.max(0.001, (performance.now() - startedAt) / 1000)),
    firstBad: bad ? { what: bad.what, id: bad.id, chain: bad.chain, seq: bad.seq, reason: bad.reason } : null,
    problems,
  };
  return { ...result, summary: describeVerification(result) };
}

/** Rows without a place in any chain: nothing of ours writes them. */
async function reportUnchained(client: PoolClient, verifier: ChainVerifier): Promise<void> {
  const { rows } = await client.query<{ id: string; atMs: number }>(
    `SELECT id, (extract(epoch FROM at) * 1000)::float8 AS "atMs" FROM audit_entry
     WHERE chain IS NULL OR seq IS NULL OR mac IS NULL OR mac_key IS NULL OR hash IS NULL OR personal_hash IS NULL ORDER BY id LIMIT 1`,
  );
  for (const { id, atMs } of rows)
    verifier.report({ what: "entry", id, chain: null, seq: null, reason: "it is in no chain", atMs });
}

/** For the button of the page; one run at a time in a process; concurrent callers get the same result. */
export async function verifyForAdministrator(actor: Actor): Promise<Verification> {
  authorise(actor, "audit.read");
  underWay ??= verifyAudit({ witness: readWitness(witnessFile()) }).finally(() => {
    underWay = null;
  });
  return underWay;
}

let underWay: Promise<Verification> | null = null;
