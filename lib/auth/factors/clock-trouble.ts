import { sql } from "@/lib/db/transaction";
import { clockSetBackSeconds } from "./totp";

/** What an administrator has to know when the machine's clock was set back, or null. One statement. */
export async function clockTrouble(nowMs: number = Date.now()): Promise<string | null> {
  const { _max: latest } = await sql().prisma.secondFactor.aggregate({ _max: { lastStep: true } });
  const seconds = clockSetBackSeconds(Number(latest.lastStep ?? 0), nowMs);
  if (seconds === 0) return null;
  return `The clock was set back by about ${seconds} s since an authenticator code was used. Codes are refused until the clock is correct.`;
}
