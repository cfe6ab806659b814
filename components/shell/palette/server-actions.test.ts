import { expect, it } from "vitest";
import { english } from "@/components/testing/english";
import { serverEntries, splitVerb } from "./server-actions";

const server = { id: "srv_1", name: "Survival", status: "online", ipAddress: "192.0.2.1", port: 25565 } as const;
const t = english("shell.palette");
const tStates = english("ui.states");
type Input = Parameters<typeof serverEntries>;
const labels = (servers: Input[1], verb: Input[2], isSearch: Input[3]) =>
  serverEntries({ t, tStates }, servers, verb, isSearch).map(({ label }) => label);

it("reads a verb before a name, also a short form of it", () => {
  expect(splitVerb(t, "restart my world")).toEqual({ verb: "restart", name: "my world" });
  expect(splitVerb(t, "rest my")).toEqual({ verb: "rest", name: "my" });
  expect(splitVerb(t, "survival")).toEqual({ verb: null, name: "survival" });
  expect(splitVerb(t, "st")).toEqual({ verb: null, name: "st" });
});

it("offers what the state allows", () => {
  expect(labels([server], "restart", true)).toEqual(["Restart Survival"]);
  expect(labels([server], "start", true)).toEqual([]);
  expect(labels([{ ...server, status: "offline" }], "start", true)).toEqual(["Start Survival"]);
  expect(labels([server], "console", true)).toEqual(["Open the console of Survival"]);
  expect(labels([server], "copy", true)).toEqual(["Copy the address of Survival"]);
  expect(labels([{ ...server, port: null }], "copy", true)).toEqual([]);
});

it("shows actions below a server that was searched for, and only its name in the short list", () => {
  expect(labels([server], null, true)).toEqual([
    "Survival",
    "Restart Survival",
    "Stop Survival",
    "Open the console of Survival",
    "Copy the address of Survival",
  ]);
  expect(labels([server], null, false)).toEqual(["Survival"]);
});
