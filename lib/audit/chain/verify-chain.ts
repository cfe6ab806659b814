import type { PoolClient } from "pg";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { lockSessionShared, unlockSessionShared } from "@/lib/db/locks.sql";
import { onConnection, type Sql, sql } from "@/lib/db/transaction";
import type { Verification } from "../contract";
import { ChainVerifier, type Entry } from "./chain-verifier";
import { listChainHeads, listSeals } from "./chains.sql";
import { describeVerification } from "./describe-verification";
import { removalLock } from "./seal-chains";
import { readVerificationBatch } from "./verification.sql";
import { readWitness, type Witness, witnessFile } from "./witness";

/**
 * Throws nothing for a bad log: what is wrong is in the answer. `witness`: the seal that was last made, as noted
 * elsewhere.
 */
export async function verifyAudit(options: { witness: Witness | null }): Promise<Verification> {
  return onConnection(async (db, client) => {
    try {
      await db.row(lockSessionShared, [removalLock]);
      return await verifyOn(db, client, options.witness);
    } finally {
      await db.row(unlockSessionShared, [removalLock]).catch(() => {});
    }
  });
}

async function verifyOn(db: Sql, client: Pick<PoolClient, "query">, witness: Witness | null): Promise<Verification> {
  const startedAt = performance.now();
  const erased = await sql().prisma.auditEntry.findMany({
    where: { action: "account.erased", targetKind: "user" },
    select: { targetId: true },
  });
  const verifier = new ChainVerifier(new Set(erased.flatMap(({ targetId }) => targetId ?? [])));
  const seals = await db.rows(listSeals, [true]);
  verifier.seals(seals, witness);
  const heads = await db.rows(listChainHeads);
  verifier.expect(new Map(heads.map((row) => [row.chain, { seq: Number(row.seq), hash: row.hash.toString("hex") }])));
  await reportUnchained(verifier);
  const read = async (chain: number, seq: string) =>
    (
      await client.query<Entry>({
        text: readVerificationBatch.text,
        name: readVerificationBatch.name,
        values: [chain, seq],
        rowMode: "array",
      })
    ).rows;
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
  const last = seals.at(-1);
  const result = {
    ok: problems === 0,
    entries,
    chains: heads.length,
    seals: seals.length,
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
async function reportUnchained(verifier: ChainVerifier): Promise<void> {
  const entry = await sql().prisma.auditEntry.findFirst({
    where: {
      OR: [{ chain: null }, { seq: null }, { mac: null }, { macKey: null }, { hash: null }, { personalHash: null }],
    },
    orderBy: { id: "asc" },
    select: { id: true, at: true },
  });
  if (!entry) return;
  const { id, at } = entry;
  verifier.report({ what: "entry", id, chain: null, seq: null, reason: "it is in no chain", atMs: at.getTime() });
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
