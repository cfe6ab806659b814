import { auditKeys } from "../audit-keys";
import type { Verification } from "../contract";
import { entryMessage, genesis, linkHash, personalCommitment } from "./entry-mac";
import { emptyState, foldSeal, type Points, readPayload, type SealedState, type SealRow, sealProblem } from "./seals";
import type { Witness } from "./witness";

/**
 * Reads the whole audit log and says whether any entry was edited, removed, reordered or added without the key. What
 * each check finds: the MAC an edited or invented entry; the chain one removed, moved or put in between; the seals a
 * chain that was recalculated or truncated at its end; the witness seals that were removed as well.
 */
type Bad = NonNullable<Verification["firstBad"]> & { atMs: number };

// Few columns, texts as they are, and the four digests as one: half of the time goes into taking rows apart.
type Text = string | null;
/** One row of `readVerificationBatch`. */
export type Entry = [
  string,
  number,
  string,
  Text,
  string,
  string,
  string,
  string,
  Text,
  Text,
  Text,
  Text,
  string,
  Text,
  Text,
  string,
  string,
  number,
  string,
  boolean,
];

type Progress = {
  entries: number;
  erased: number;
  unsealed: number;
  problems: number;
  bad: Bad | null;
};

type Chain = { id: number; seq: number; hash: string; lastId: string; lastAtMs: number; broken: boolean };

export class ChainVerifier {
  readonly #keys = auditKeys();
  readonly progress: Progress = { entries: 0, erased: 0, unsealed: 0, problems: 0, bad: null };
  /** Sealed hashes by chain and entry number. */
  readonly #sealed = new Map<number, Map<number, string>>();
  readonly #erasedPeople: ReadonlySet<string>;
  readonly #seen = new Set<number>();
  #state: SealedState = emptyState();
  #chain: Chain | null = null;
  /** How far the chains went when the reading began, by the database's own account. */
  #heads: Points = new Map();

  constructor(erasedPeople: ReadonlySet<string>) {
    this.#erasedPeople = erasedPeople;
  }

  expect(heads: Points): void {
    this.#heads = heads;
  }

  report(bad: Bad): void {
    this.progress.problems++;
    if (!this.progress.bad || bad.atMs < this.progress.bad.atMs) this.progress.bad = bad;
  }

  seals(rows: readonly SealRow[], witness: Witness | null): void {
    let previous: SealRow | null = null;
    for (const row of rows) {
      const problem = this.#sealProblem(row, previous);
      if (problem) this.report(badSeal(row.seq, problem, row.atMs));
      else this.#trust(row);
      previous = row;
    }
    const last = rows.at(-1);
    if (!witness) return;
    const witnessed = rows.find(({ seq }) => seq === witness.seq);
    const isPruned = witness.seq < (rows[0]?.seq ?? 0);
    if (witnessed ? witnessed.mac.toString("hex") !== witness.mac : !isPruned)
      this.report(
        badSeal(witness.seq, `it was written, but the newest seal in the log is ${last?.seq ?? 0}`, last?.atMs ?? 0),
      );
  }

  #sealProblem(row: SealRow, previous: SealRow | null): string | null {
    const forged = sealProblem(this.#keys, row);
    if (forged) return forged;
    if (!previous) return row.isFull ? null : "the seals before it were removed";
    if (row.seq !== previous.seq + 1) return `the seals from ${previous.seq + 1} to ${row.seq - 1} were removed`;
    return row.prevMac.equals(previous.mac) ? null : "it does not follow the seal before it";
  }

  #trust(row: SealRow): void {
    this.#state = foldSeal(this.#state, row);
    for (const [chain, { seq, hash }] of readPayload(row).heads) {
      const known = this.#sealed.get(chain) ?? new Map<number, string>();
      const before = known.get(seq);
      if (before !== undefined && before !== hash)
        this.report(
          badSeal(row.seq, `it disagrees with an earlier one about entry ${seq} of chain ${chain}`, row.atMs),
        );
      known.set(seq, hash);
      this.#sealed.set(chain, known);
    }
  }

  entry(row: Entry): void {
    this.progress.entries++;
    const chainId = row[17];
    if (this.#chain?.id !== chainId) this.#begin(chainId);
    const chain = this.#chain;
    if (!chain || chain.broken) return;
    const problem = this.#entryProblem(row, chain);
    if (!problem) return;
    // What follows a broken link cannot be judged: one report a chain.
    chain.broken = true;
    const seq = Number(row[18]);
    this.report({ what: "entry", id: row[0], chain: chainId, seq, reason: problem, atMs: Math.round(row[1]) });
  }

  #begin(id: number): void {
    this.#end();
    const anchor = this.#state.anchors.get(id);
    const hash = anchor?.hash ?? genesis;
    this.#seen.add(id);
    this.#chain = { id, seq: anchor?.seq ?? 0, hash, lastId: "the beginning", lastAtMs: 0, broken: false };
  }

  /** A chain must reach the end that the seals record. */
  #end(): void {
    const chain = this.#chain;
    if (!chain || chain.broken) return;
    const sealed = this.#state.heads.get(chain.id);
    this.progress.unsealed += Math.max(0, chain.seq - (sealed?.seq ?? 0));
    const end = Math.max(sealed?.seq ?? 0, this.#heads.get(chain.id)?.seq ?? 0);
    if (chain.seq < end)
      this.report({
        what: "chain",
        id: chain.lastId,
        chain: chain.id,
        seq: chain.seq + 1,
        reason: `the chain ends after ${chain.lastId}; entries ${chain.seq + 1} to ${end} were removed`,
        atMs: chain.lastAtMs,
      });
  }

  /** Chains without any remaining entry. */
  finish(): void {
    this.#end();
    this.#chain = null;
    const known = new Set([...this.#state.heads.keys(), ...this.#heads.keys()]);
    for (const id of known) {
      if (this.#seen.has(id)) continue;
      const sealed = Math.max(this.#state.heads.get(id)?.seq ?? 0, this.#heads.get(id)?.seq ?? 0);
      const anchor = this.#state.anchors.get(id)?.seq ?? 0;
      if (sealed > anchor)
        this.report({
          what: "chain",
          id: `chain ${id}`,
          chain: id,
          seq: anchor + 1,
          reason: `all its entries from ${anchor + 1} to ${sealed} were removed`,
          atMs: 0,
        });
    }
  }

  #entryProblem(row: Entry, chain: Chain): string | null {
    const seq = Number(row[18]);
    const digests = row[16];
    const mac = digests.slice(64, 128);
    const hash = digests.slice(128, 192);
    if (seq !== chain.seq + 1) {
      const missing = seq - chain.seq - 1;
      return missing > 0
        ? `${missing === 1 ? `entry ${chain.seq + 1}, which came` : `${missing} entries that came`} before it (after ${chain.lastId}), ${missing === 1 ? "was" : "were"} removed`
        : `it comes before the entries that were removed for their age, up to ${chain.seq}`;
    }
    const expected = this.#keys.mac(row[15], "entry", messageOf(row, digests));
    if (!expected) return `it was signed with the key ${row[15]}, which AUDIT_KEYS does not have`;
    if (expected !== mac) return "it was edited, or written by somebody without the key";
    const personal = this.#personalProblem(row, digests);
    if (personal) return personal;
    if (linkHash(chain.hash, mac, chain.id, seq) !== hash) return "it does not follow the entry before it";
    const sealed = this.#sealed.get(chain.id)?.get(seq);
    if (sealed !== undefined && sealed !== hash) return "the chain up to it was rewritten after it was sealed";
    chain.seq = seq;
    chain.hash = hash;
    chain.lastId = row[0];
    chain.lastAtMs = Math.round(row[1]);
    return null;
  }

  #personalProblem(row: Entry, digests: string): string | null {
    const [, , , actorId, , , , targetKind, targetId, , ip, userAgent] = row;
    if (!row[19]) {
      const expected = personalCommitment(digests.slice(192), ip, userAgent);
      return expected === digests.slice(0, 64) ? null : "its address or browser was changed";
    }
    if (ip !== null || userAgent !== null) return "its address or browser was written after they were erased";
    this.progress.erased++;
    const subject = actorId ?? (targetKind === "user" ? targetId : null);
    return subject !== null && this.#erasedPeople.has(subject)
      ? null
      : "its address and browser were blanked, but nobody was erased";
  }
}

function badSeal(seq: number, reason: string, atMs: number): Bad {
  return { what: "seal", id: `seal ${seq}`, chain: null, seq, reason, atMs };
}

function messageOf(row: Entry, digests: string): string {
  return entryMessage({
    id: row[0],
    atMs: Math.round(row[1]),
    actorKind: row[2],
    actorId: row[3],
    action: row[4],
    class: row[5],
    outcome: row[6],
    targetKind: row[7],
    targetId: row[8],
    requestId: row[9],
    personalHash: digests.slice(0, 64),
    detail: row[12],
    before: row[13],
    after: row[14],
  });
}
