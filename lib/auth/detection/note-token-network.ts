import { networkOf } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { coordinatesOf } from "../sessions/place-of";

/** Records where a token is used from; called at most once a minute per token, and at every change of address. */
export async function noteTokenNetwork(tokenId: string, ip: string | null): Promise<void> {
  const network = networkOf(ip);
  if (!network) return;
  const place = await coordinatesOf(ip);
  await sql().run(
    `INSERT INTO token_network (token_id, network, country) VALUES ($1, $2, $3)
     ON CONFLICT (token_id, network) DO UPDATE SET last_seen_at = now(), country = coalesce(excluded.country, token_network.country)`,
    [tokenId, network, place?.country ?? null],
  );
}
