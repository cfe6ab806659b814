import { networkOf } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { coordinatesOf } from "../sessions/place-of";

/** Records where a token is used from; called at most once a minute per token, and at every change of address. */
export async function noteTokenNetwork(tokenId: string, ip: string | null): Promise<void> {
  const network = networkOf(ip);
  if (!network) return;
  const place = await coordinatesOf(ip);
  const country = place?.country ?? null;
  await sql().prisma.tokenNetwork.upsert({
    where: { tokenId_network: { tokenId, network } },
    create: { tokenId, network, country },
    update: { lastSeenAt: new Date(), ...(country === null ? {} : { country }) },
  });
}
