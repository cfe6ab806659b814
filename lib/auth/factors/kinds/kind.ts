import type { Tx } from "@/lib/db/transaction";
import type { Challenge } from "../challenges/challenges";

/** Who answers, and which challenge. */
export type FactorContext = { userId: string; challenge: Challenge };
/** What they sent: a code, or for passkeys the browser's whole answer. */
export type FactorAnswer = { code?: string | undefined; credential?: unknown };

/** Uses the answer up inside the transaction that it opens; false when it was used meanwhile. */
export type Claim = (tx: Tx) => Promise<boolean>;

/** One kind of second factor: one file here and its line in `registry.ts`. */
export type FactorKind = {
  /** As RFC 8176 names it, for the session. */
  amr: string;
  /** Attempts are limited: everything but signatures. */
  guessable: boolean;
  /** Looks at an answer without using it up; null when it is wrong. Slow work (bcrypt) happens here. */
  examine(context: FactorContext, answer: FactorAnswer): Promise<Claim | null>;
  /** Sends a code, or makes the options for the browser; absent where nothing has to be prepared. */
  prepare?(context: FactorContext): Promise<Prepared>;
};

export type Prepared = { sentTo?: string; options?: unknown };
