import { expect, test } from "vitest";
import { english } from "@/components/testing/english";
import { formatReachable, parseReachable } from "./reachable-text";

const t = english("admin.nodes");

test("typed text is parsed, and formatted the same way", () => {
  const text = "10.0.0.5 tcp 3306\n10.9.0.0/24 any\nfd00::5 udp 53";
  const { destinations } = parseReachable(t, `\n  ${text}\n\n`);
  expect(destinations).toEqual([
    { network: "10.0.0.5", protocol: "tcp", port: 3306 },
    { network: "10.9.0.0/24", protocol: "any", port: null },
    { network: "fd00::5", protocol: "udp", port: 53 },
  ]);
  expect(formatReachable(destinations ?? [])).toBe(text);
});

test.each([
  ["10.0.0.5 sctp 1", "10.0.0.5 sctp 1: after the address comes tcp, udp or any."],
  ["10.0.0.5 tcp 0", "10.0.0.5 tcp 0: a port is a number from 1 to 65535."],
  ["10.0.0.5 tcp x", "10.0.0.5 tcp x: a port is a number from 1 to 65535."],
])("%s is refused", (text, problem) => {
  expect(parseReachable(t, text).problem).toBe(problem);
});
