import { sql } from "@/lib/db/transaction";
import type { GrantHolder } from "./grant-holder";
import { readGrant, removeOldGrants, storeGrant } from "./grants.sql";

/** The grant that allowed one socket to subscribe to one channel. */
export type Grant = { channel: string; holder: GrantHolder };

/** The start of a stored digest: enough to distinguish two secrets of one holder, and useless to an attacker. */
export function proofOf(storedDigest: string): string {
  return storedDigest.slice(0, 16);
}

/** Records the grant behind a signature, before the signature is returned. */
export async function recordGrant(socketId: string, { channel, holder }: Grant): Promise<void> {
  const { kind, id, personId, proof, address } = holder;
  await sql().run(storeGrant, [socketId, channel, kind, id, personId, proof, address]);
}

/**
 * The grant behind a signature for this socket and channel; null when there is none, or it is older than two minutes.
 */
export async function findGrant(socketId: string, channel: string): Promise<Grant | null> {
  const row = await sql().row(readGrant, [socketId, channel]);
  return row && { channel, holder: row };
}

export async function purgeGrants(): Promise<void> {
  await sql().run(removeOldGrants);
}
