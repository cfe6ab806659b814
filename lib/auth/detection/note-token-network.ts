import { networkOf } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { coordinatesOf } from "../sessions/place-of";
import { noteNetwork } from "./detection.sql";

/** Records where a token is used from; called at most once a minute per token, and at every change of address. */
export async function noteTokenNetwork(tokenId: string, ip: string | null): Promise<void> {
  const network = networkOf(ip);
  if (!network) return;
  const place = await coordinatesOf(ip);
  await sql().run(noteNetwork, [tokenId, network, place?.country ?? null]);
}
