import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checksumModes } from "./contract";
import { s3Store } from "./s3-store";
import { S3TestServer } from "./testing/s3-test-server";

let server: S3TestServer;
beforeAll(async () => {
  server = await S3TestServer.start();
});
afterAll(() => server.stop());

const settingsOf = (checksums: (typeof checksumModes)[number] = "when-required", prefix = "panel/") => ({
  endpoint: server.url,
  region: "us-east-1",
  bucket: "backups",
  prefix,
  accessKeyId: "key",
  pathStyle: true,
  checksums,
});
const storeOf = (...given: Parameters<typeof settingsOf>) => s3Store(settingsOf(...given), "secret");
const never = new AbortController().signal;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string; name?: string }) => error.code ?? error.name,
  );

async function* inPieces(content: Buffer, failAt = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 1024 * 1024) {
    if (at >= failAt) throw new Error("the source broke");
    yield content.subarray(at, at + 1024 * 1024);
  }
}

async function read(name: string, ...given: Parameters<typeof settingsOf>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of await storeOf(...given).read(name, never)) parts.push(part);
  return Buffer.concat(parts);
}

describe("a bucket", () => {
  it.each(checksumModes)("gives back a small and a large file, with checksums %s", async (mode) => {
    for (const size of [3_000, 20 * 1024 * 1024]) {
      const content = randomBytes(size);
      await storeOf(mode).write("file", inPieces(content), never);
      expect(server.objects.has("panel/file")).toBe(true);
      expect((await read("file", mode)).equals(content)).toBe(true);
    }
    expect(server.uploads.size).toBe(0);
  });

  it("is tested by a file that does not stay", async () => {
    await storeOf("when-required", "test/").test();
    expect([...server.objects.keys()].filter((key) => key.startsWith("test/"))).toEqual([]);
  });

  it("keeps no part of an upload whose source broke, or that was cancelled", async () => {
    const content = randomBytes(30 * 1024 * 1024);
    await expect(storeOf().write("broken", inPieces(content, 20 * 1024 * 1024), never)).rejects.toThrow(/source broke/);
    const cancel = new AbortController();
    server.onPart = () => cancel.abort(new Error("cancelled"));
    await expect(storeOf().write("broken", inPieces(content), cancel.signal)).rejects.toThrow(/cancelled/);
    server.onPart = null;
    expect(server.objects.has("panel/broken")).toBe(false);
    expect(server.uploads.size).toBe(0);
  });

  it("loses what a killed process left, under its own prefix only", async () => {
    server.uploads.set("u1", { key: "panel/left", parts: new Map() });
    server.uploads.set("u2", { key: "other/left", parts: new Map() });
    expect(await storeOf().removePartials()).toBe(1);
    expect([...server.uploads.keys()]).toEqual(["u2"]);
    server.uploads.clear();
  });

  it("says what is wrong", async () => {
    expect(await codeOf(storeOf().read("missing", never))).toBe("backup_not_ready");
    expect(await codeOf(s3Store({ ...settingsOf(), bucket: "another" }, "secret").test())).toBe("backup_target_failed");
    expect(await codeOf(s3Store({ ...settingsOf(), endpoint: "http://127.0.0.1:1" }, "secret").test())).toBe(
      "backup_target_failed",
    );
  });
});
