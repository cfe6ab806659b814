import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { type ChannelServer, startChannelServer } from "@/lib/testing/notifications/channel-server";
import { post, RefusedAddress } from "./post";

let environment: TestEnvironment;
let server: ChannelServer;
let port: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  server = await startChannelServer();
  port = new URL(server.url).port;
});
beforeEach(() => {
  server.received.length = 0;
  server.reply = () => ({ status: 200, body: "ok" });
});
afterAll(async () => {
  await server.close();
  await environment.close();
});

const body = "{}";
const answering = (...answers: string[]) => {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    const address = answers[Math.min(asked.push(host), answers.length) - 1] ?? "";
    return [{ address, family: address.includes(":") ? 6 : 4 }];
  };
  return { asked, resolve };
};

describe("an address that a person typed is refused when it is", () => {
  it.each([
    ["loopback", "127.0.0.1"],
    ["another of loopback", "127.8.9.1"],
    ["IPv6 loopback", "[::1]"],
    ["private, 10/8", "10.1.2.3"],
    ["private, 172.16/12", "172.31.0.1"],
    ["private, 192.168/16", "192.168.1.1"],
    ["of a carrier", "100.64.0.1"],
    ["a metadata service", "169.254.169.254"],
    ["IPv6 of a metadata service", "[fd00:ec2::254]"],
    ["unspecified", "0.0.0.0"],
    ["IPv6 unspecified", "[::]"],
    ["decimal", "2130706433"],
    ["hexadecimal", "0x7f000001"],
    ["octal", "0177.0.0.1"],
    ["short", "127.1"],
    ["IPv4 mapped into IPv6", "[::ffff:127.0.0.1]"],
    ["IPv4 mapped into IPv6, in hexadecimal", "[::ffff:7f00:1]"],
    ["IPv4 in IPv6 of old", "[::127.0.0.1]"],
    ["IPv4 behind a translator", "[64:ff9b::7f00:1]"],
    ["6to4 of loopback", "[2002:7f00:1::]"],
    ["link-local", "[fe80::1]"],
    ["unique local", "[fd12::1]"],
    ["multicast", "224.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["a name of loopback", "localhost"],
    ["with full-width digits", "１２７.０.０.１"],
  ])("%s (%s)", async (_what, host) => {
    await expect(post({ url: `http://${host}:${port}/`, body })).rejects.toThrow(RefusedAddress);
    expect(server.received).toEqual([]);
  });

  it.each(["file:///etc/passwd", "ftp://example.net/", "gopher://127.0.0.1/", "no address"])("%s", async (url) => {
    await expect(post({ url, body })).rejects.toThrow(RefusedAddress);
  });

  it("a name that resolves to loopback, or to a public and a private address", async () => {
    const { resolve } = answering("127.0.0.1");
    await expect(post({ url: `http://evil.test:${port}/`, body }, { resolve })).rejects.toThrow(RefusedAddress);
    const both = async () => [
      { address: "93.184.215.14", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ];
    await expect(post({ url: "http://evil.test/", body }, { resolve: both })).rejects.toThrow(RefusedAddress);
    const mapped = answering("::ffff:10.0.0.1");
    await expect(post({ url: "http://evil.test/", body }, mapped)).rejects.toThrow(RefusedAddress);
  });
});

it("the connection goes to the address that was checked, whatever the name server answers later", async () => {
  const names = answering("192.0.0.9", "127.0.0.1");
  const options = { ...names, allowPrivate: true, timeoutMs: 1_500 };
  await expect(post({ url: `http://rebind.test:${port}/`, body }, options)).rejects.toThrow();
  expect(server.received).toEqual([]);
  expect(names.asked).toEqual(["rebind.test"]);

  const pinned = answering("127.0.0.1", "192.0.0.9");
  const answer = await post({ url: `http://rebind.test:${port}/x?y=1`, body }, { ...pinned, allowPrivate: true });
  expect(answer).toMatchObject({ status: 200, text: "ok" });
  expect(server.received[0]).toMatchObject({ path: "/x?y=1", headers: { host: `rebind.test:${port}` } });
});

it("redirects are not followed", async () => {
  server.reply = ({ path }) =>
    path === "/inside" ? { status: 200 } : { status: 307, headers: { location: `${server.url}/inside` } };
  const answer = await post({ url: `${server.url}/`, body }, { allowPrivate: true });
  expect(answer.status).toBe(307);
  expect(server.received.map(({ path }) => path)).toEqual(["/"]);
});

it("answers are cut, and one that does not come ends after the timeout", async () => {
  server.reply = () => ({ status: 200, body: "x".repeat(5_000_000) });
  const { text } = await post({ url: server.url, body }, { allowPrivate: true });
  expect(text).toHaveLength(16 * 1024);
  server.reply = () => new Promise(() => {});
  const options = { allowPrivate: true, timeoutMs: 300 };
  await expect(post({ url: server.url, body }, options)).rejects.toThrow(/did not answer within 0.3 s/);
});
