import { isIPv6 } from "node:net";

/**
 * What traffic of customers' containers is stopped, as rules without a tool's notation. Pure. Packets to the machine
 * itself pass its input chain, all others its forward chain; both begin with replies and with what is allowed.
 */
export type AllowedDestination = {
  /** An address or block, IPv4 or IPv6. */
  network: string;
  protocol: "tcp" | "udp" | "any";
  /** Null: every port. */
  port: number | null;
};

export type IsolationPolicy = {
  /** Bridges, by name or by prefix with `+`. */
  interfaces: readonly string[];
  /** Ranges that containers are published on: one may reach another by its public address. */
  publishedPorts: readonly { start: number; end: number }[];
  allowed: readonly AllowedDestination[];
};

export type Rule =
  | { match: "answers" }
  /** Rewritten by the machine, and sent to a port in this range (`start:end`) at first. */
  | { match: "published"; protocol: "tcp" | "udp"; ports: string }
  | { match: "to"; network?: string; protocol: "tcp" | "udp" | "any"; ports?: string }
  | { match: "dns" };

/** Loopback, private, shared, link-local, test, multicast and reserved blocks (IANA special-purpose registries). */
export const privateBlocks = {
  v4: [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
  ],
  v6: ["::1/128", "::ffff:0:0/96", "64:ff9b:1::/48", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
} as const;

export type Family = keyof typeof privateBlocks;

/** What passes, in order; what is left is refused: all of it to the machine, private blocks elsewhere. */
export function passingRules(policy: IsolationPolicy, family: Family, way: "input" | "forward"): Rule[] {
  const allowed = policy.allowed
    .filter(({ network }) => isIPv6(network.split("/")[0] ?? "") === (family === "v6"))
    .map(({ network, protocol, port }): Rule => {
      const rule = { match: "to" as const, network, protocol };
      return port === null || protocol === "any" ? rule : { ...rule, ports: String(port) };
    });
  // A published port of another container is rewritten to its container's address before it is forwarded. Other programs
  // of the machine rewrite packets too: those are not allowed.
  const published = policy.publishedPorts.flatMap(({ start, end }) =>
    (["tcp", "udp"] as const).map((protocol): Rule => {
      const range = { protocol, ports: `${start}:${end}` };
      return way === "input" ? { match: "to", ...range } : { match: "published", ...range };
    }),
  );
  return [{ match: "answers" }, ...published, ...allowed, { match: "dns" }];
}
