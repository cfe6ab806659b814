import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { tryLockUntilCommit } from "@/lib/db/locks.sql";
import { type Tx, transaction } from "@/lib/db/transaction";
import { auditKeys } from "../audit-keys";
import { insertSeal, listChainHeads, listSeals } from "./chains.sql";
import { changedPoints, emptyState, foldSeal, makeSeal, type Points, type SealedState, type SealRow } from "./seals";
import { readWitness, type Witness, writeWitness } from "./witness";

/** Advisory locks: one seal at a time; and no removal by age during a verification, which takes it as a shared lock. */
export const sealLock = "audit_seal";
export const removalLock = "audit_removal";
/** A full seal this often, so that reading the state back stays short. */
const fullEvery = 500;

export type SealResult = {
  /** Null: nothing new, or another worker is sealing. */
  seal: Witness | null;
  /** What is wrong with the database as it stands; such chains are not sealed over. */
  problems: string[];
};

/**
 * Signs how far the chains have gone. From then on nobody without the key can remove, reorder or rewrite an entry
 * before that point without detection. What contradicts the last seal (or the witness) is reported and never signed.
 */
export async function sealChains(options: { witnessFile: string | null; full?: boolean }): Promise<SealResult> {
  const { witnessFile } = options;
  const result = await transaction(async (tx) => {
    const lock = await tx.row(tryLockUntilCommit, [sealLock]);
    if (!lock?.got) return { seal: null, problems: [] };
    return sealWithin(tx, { witness: witnessFile ? readWitness(witnessFile) : null, full: options.full ?? false });
  });
  if (result.seal && witnessFile) writeWitness(witnessFile, result.seal);
  return result;
}

/** The last seal and the state that all seals record. */
export async function readState(tx: Tx): Promise<{ last: SealRow | null; state: SealedState; sinceFull: number }> {
  const rows = await tx.rows(listSeals, [false]);
  let state = emptyState();
  for (const row of rows) state = foldSeal(state, row);
  return { last: rows.at(-1) ?? null, state, sinceFull: rows.length };
}

export async function readHeads(tx: Tx): Promise<SealedState> {
  const rows = await tx.rows(listChainHeads);
  const heads: Points = new Map();
  const anchors: Points = new Map();
  for (const row of rows) {
    heads.set(row.chain, { seq: Number(row.seq), hash: row.hash.toString("hex") });
    if (Number(row.anchorSeq) > 0)
      anchors.set(row.chain, { seq: Number(row.anchorSeq), hash: row.anchorHash.toString("hex") });
  }
  return { heads, anchors };
}

/** Heads that went back, or changed without moving on. */
function regressions(sealed: Points, now: Points): { chain: number; problem: string }[] {
  return [...sealed].flatMap(([chain, before]) => {
    const head = now.get(chain);
    if (head && (head.seq > before.seq || (head.seq === before.seq && head.hash === before.hash))) return [];
    const found = head ? `ends at ${head.seq}` : "has no head";
    return [{ chain, problem: `chain ${chain} was sealed up to entry ${before.seq} and ${found}` }];
  });
}

async function sealWithin(tx: Tx, options: { witness: Witness | null; full: boolean }): Promise<SealResult> {
  const { last, state, sinceFull } = await readState(tx);
  const { witness } = options;
  if (
    witness &&
    (last === null || last.seq < witness.seq || (last.seq === witness.seq && last.mac.toString("hex") !== witness.mac))
  )
    return {
      seal: null,
      problems: [`seal ${witness.seq} was written, but the newest seal in the database is ${last?.seq ?? 0}`],
    };
  const now = await readHeads(tx);
  const wrong = regressions(state.heads, now.heads);
  for (const { chain } of wrong) now.heads.delete(chain);
  // An anchor without a seal is invalid: retention seals its own anchors in the transaction that removes entries.
  const isFull = options.full || last === null || sinceFull >= fullEvery;
  const fresh = changedPoints(state.heads, now.heads);
  const problems = wrong.map(({ problem }) => problem);
  if (fresh.size === 0 && !options.full) return { seal: null, problems };
  const heads = isFull ? new Map([...state.heads, ...now.heads]) : fresh;
  const seal = await appendSeal(tx, last, { isFull, says: { heads, anchors: isFull ? state.anchors : new Map() } });
  return { seal, problems };
}

export async function appendSeal(
  tx: Tx,
  last: SealRow | null,
  content: { isFull: boolean; says: SealedState },
): Promise<Witness> {
  const { isFull, says } = content;
  const row = makeSeal(auditKeys(), {
    seq: (last?.seq ?? 0) + 1,
    atMs: Date.now(),
    isFull,
    prevMac: last?.mac ?? Buffer.alloc(32),
    says,
  });
  await tx.run(insertSeal, [row.seq, new Date(row.atMs), row.isFull, row.payload, row.prevMac, row.macKey, row.mac]);
  return { seq: row.seq, mac: row.mac.toString("hex") };
}

const everyMs = 2_000;

/** Seals every two seconds when there is something new; any number of workers may. */
export class AuditSealer {
  readonly #options: { witnessFile: string | null; log: Logger };
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(options: { witnessFile: string | null; log: Logger }) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#running ??= this.#seal().finally(() => {
        this.#running = null;
      });
    }, everyMs);
  }

  /** Seals what is still open, then ends. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#running;
    await this.#seal();
  }

  async #seal(): Promise<void> {
    const { witnessFile, log } = this.#options;
    try {
      const { problems } = await sealChains({ witnessFile });
      for (const problem of problems) log.error({ problem }, "the audit log was tampered with; run audit verify");
    } catch (error) {
      log.warn({ error: messageOf(error) }, "sealing the audit log failed; tried again");
    }
  }
}
