import { formatAddress } from "@/lib/core/units";

/** The address an owner was informed of, as the database keeps it (`host:port`), with brackets around IPv6. */
export function showTold(told: string): string {
  const at = told.lastIndexOf(":");
  return formatAddress(told.slice(0, at), Number(told.slice(at + 1)));
}
