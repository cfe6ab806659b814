import type { useTranslations } from "next-intl";
import type { ReachableDestination } from "@/lib/nodes/contract";

type Texts = ReturnType<typeof useTranslations<"admin.nodes">>;

/** The list of addresses that containers may reach, as typed lines. Pure. */
export function formatReachable(destinations: readonly ReachableDestination[]): string {
  return destinations
    .map(({ network, protocol, port }) => [network, protocol, port].filter((part) => part !== null).join(" "))
    .join("\n");
}

export function parseReachable(
  t: Texts,
  text: string,
): { destinations: ReachableDestination[]; problem: null } | { destinations: null; problem: string } {
  const destinations: ReachableDestination[] = [];
  for (const line of text.split("\n").map((part) => part.trim())) {
    if (line === "") continue;
    const [network = "", protocol = "any", port] = line.split(/\s+/);
    if (protocol !== "tcp" && protocol !== "udp" && protocol !== "any") {
      return { destinations: null, problem: t("afterTheAddressComes", { line }) };
    }
    const number = port === undefined ? null : Number(port);
    if (number !== null && (!Number.isInteger(number) || number < 1 || number > 65_535)) {
      return { destinations: null, problem: t("aPortIsA", { line }) };
    }
    destinations.push({ network, protocol, port: number });
  }
  return { destinations, problem: null };
}
