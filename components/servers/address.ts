import { formatAddress } from "@/lib/core/units";
import type { ServerView } from "@/lib/game-servers/contract";

/** What players type; null while the server holds no port. Pure. */
export function addressOf({ ipAddress, port }: Pick<ServerView, "ipAddress" | "port">): string | null {
  return port === null || ipAddress === null ? null : formatAddress(ipAddress, port);
}

/** A server that is being set up gets its address in a moment; one that failed or is deleted gets none. Pure. */
export function isBeingReserved({ port, status }: { port: number | null; status: string }): boolean {
  return port === null && status === "provisioning";
}
