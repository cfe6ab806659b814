import { noOrigin } from "@/lib/access/actor";
import type { Answered } from "@/lib/auth/factors/challenges/answer-challenge";
import { signInWithFactor, type Visit } from "@/lib/auth/sign-in/sign-in";
import { isAppError } from "@/lib/core/errors";
import { database } from "@/lib/db/client";
import { sql } from "@/lib/db/transaction";

/** A process that tries to finish sign-ins, all at once, when it gets a message; reports how each ended. */
export type Try = { challengeToken: string; answer: Answered };

const unlimited = { attempt: async () => {}, uncount: async () => {} };

async function attempt({ challengeToken, answer }: Try): Promise<string> {
  const visit: Visit = { origin: noOrigin, previousToken: null, deviceToken: null, challengeToken };
  try {
    await signInWithFactor(visit, answer, unlimited);
    return "signed in";
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
}

await sql().row("SELECT 1");
process.on("message", async (tries: Try[]) => {
  const results = await Promise.all(tries.map(attempt));
  process.send?.({ results });
  await database().close();
  process.disconnect();
});
process.send?.({ ready: true });
