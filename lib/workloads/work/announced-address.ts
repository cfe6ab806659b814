import { formatAddress } from "@/lib/core/units";

/** The address an owner was notified of, as stored in the database (`host:port`), with brackets around IPv6. */
export function showAnnounced(announced: string): string {
  const at = announced.lastIndexOf(":");
  return formatAddress(announced.slice(0, at), Number(announced.slice(at + 1)));
}
