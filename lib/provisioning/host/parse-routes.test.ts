import { expect, test } from "vitest";
import { formatCidr } from "../docker/networks/subnets";
import { parseRoutes } from "./parse-routes";

function shown(text: string): string[] {
  return parseRoutes(text).map(({ first, last }) => formatCidr(first, 32 - Math.log2(last - first + 1)));
}

test("every table's routes count; defaults and refusals do not", () => {
  const text = `default via 192.0.2.1 dev eth0
0.0.0.0/1 via 10.8.0.1 dev tun0
128.0.0.0/1 via 10.8.0.1 dev tun0
10.77.0.0/27 dev br-lab proto kernel scope link src 10.77.0.1
10.8.0.1 dev tun0 scope link
100.100.0.0/16 dev tailscale0 table 52
172.30.0.0/16 dev cni0 proto kernel scope link src 172.30.0.1 linkdown
unreachable 10.0.0.0/8
blackhole 10.99.0.0/16 proto static
broadcast 192.0.2.255 dev eth0 table local proto kernel scope link src 192.0.2.2
local 192.0.2.2 dev eth0 table local proto kernel scope host src 192.0.2.2
`;
  expect(shown(text)).toEqual([
    "10.77.0.0/27",
    "10.8.0.1/32",
    "100.100.0.0/16",
    "172.30.0.0/16",
    "192.0.2.255/32",
    "192.0.2.2/32",
  ]);
});

test("the kernel's own table is read where there is no ip program", () => {
  const text = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
br-lab\t00004D0A\t00000000\t0001\t0\t0\t0\tE0FFFFFF\t0\t0\t0
*\t0000630A\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0
`;
  expect(shown(text)).toEqual(["10.77.0.0/27"]);
});
