import { sql } from "@/lib/db/transaction";

/** Who was allowed: a session, an API token or an executor's key. A right to listen ends with it. */
export type GrantHolder = {
  kind: "session" | "token" | "executor";
  id: string;
  /** Whose session or token it is, or who owns the executor. */
  personId: string;
  /** {@link proofOf} the secret that was shown; null for a session, which keeps its id when its token changes. */
  proof: string | null;
  /** Where it was shown from: tokens and executors may be limited to networks. */
  address: string | null;
};

/** The grant that allowed one socket to subscribe to one channel. */
export type Grant = { channel: string; holder: GrantHolder };

/** A subscription follows its signature within seconds. */
const grantSeconds = 120;

/** The start of a stored digest: enough to distinguish two secrets of one holder, and useless to an attacker. */
export function proofOf(storedDigest: string): string {
  return storedDigest.slice(0, 16);
}

/** Records the grant behind a signature, before the signature is returned. */
export async function recordGrant(socketId: string, { channel, holder }: Grant): Promise<void> {
  const { kind, id, personId, proof, address } = holder;
  await sql().run(
    `INSERT INTO realtime_grant (socket_id, channel, holder_kind, holder_id, person_id, proof, address)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (socket_id, channel) DO UPDATE SET holder_kind = $3, holder_id = $4, person_id = $5, proof = $6,
       address = $7, created_at = now()`,
    [socketId, channel, kind, id, personId, proof, address],
  );
}

type Row = { kind: GrantHolder["kind"]; id: string; personId: string; proof: string | null; address: string | null };

/**
 * The grant behind a signature for this socket and channel; null when there is none, or it is older than two minutes.
 */
export async function findGrant(socketId: string, channel: string): Promise<Grant | null> {
  const row = await sql().row<Row>(
    `SELECT holder_kind AS kind, holder_id AS id, person_id AS "personId", proof, address FROM realtime_grant
     WHERE socket_id = $1 AND channel = $2 AND created_at > now() - make_interval(secs => ${grantSeconds})`,
    [socketId, channel],
    "realtime_grant_find",
  );
  return row && { channel, holder: row };
}

export async function purgeGrants(): Promise<void> {
  await sql().run(`DELETE FROM realtime_grant WHERE created_at < now() - make_interval(secs => ${grantSeconds})`);
}
