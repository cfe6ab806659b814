import { formatAddress } from "@/lib/core/units";
import type { ServerView } from "@/lib/game-servers/contract";

/** The address that players type; null while the server has no port. Pure. */
export function addressOf({ ipAddress, port }: Pick<ServerView, "ipAddress" | "port">): string | null {
  return port === null || ipAddress === null ? null : formatAddress(ipAddress, port);
}

/** Whether a server will get an address: true while it is set up, false if it failed or is deleted. Pure. */
export function isBeingReserved({ port, status }: { port: number | null; status: string }): boolean {
  return port === null && status === "provisioning";
}
