import { describe, expect, it } from "vitest";
import { createNodeBody } from "./contract";

const node = { name: "second", region: "eu-west", memory: 8, cpu: 4, diskSpace: 100, publicAddress: "192.0.2.7" };
const accepts = (fields: object) => createNodeBody.safeParse({ ...node, ...fields }).success;

describe("a new node", () => {
  it.each([
    ["unix:///var/run/docker.sock", true],
    ["https://engine.example.net:2376", true],
    ["tcp://[2001:db8::7]:2375", true],
    ["unix:///var/run/../../etc/passwd", false],
    ["tcp://engine.example.net:99999", false],
    ["tcp://engine.example.net:0", false],
    ["tcp://engine.example.net", false],
    ["tcp://user:password@engine.example.net:2376", false],
    ["https://engine.example.net:2376/v1", false],
    ["file:///etc/passwd", false],
    ["ssh://engine.example.net:22", false],
  ])("engine %s: %s", (dockerHost, expected) => expect(accepts({ dockerHost })).toBe(expected));

  it.each([
    ["2001:db8::7", true],
    ["play.example.net", true],
    ["::::", false],
    ["..", false],
    ["192.0.2.7:25565", false],
  ])("public address %s: %s", (publicAddress, expected) => expect(accepts({ publicAddress })).toBe(expected));
});
