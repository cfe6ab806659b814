import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { StaticFiles } from "./static-files";

const folder = mkdtempSync(path.join(tmpdir(), "lightnode-static-"));
let server: Server;
let url: string;
beforeAll(async () => {
  mkdirSync(path.join(folder, "chunks"));
  writeFileSync(path.join(folder, "chunks/a.js.br"), brotliCompressSync("let a = 1;"));
  writeFileSync(path.join(folder, "chunks/secret.txt"), "secret");
  const files = new StaticFiles(folder);
  server = createServer((request, response) => {
    const requested = request.url ?? "";
    if (files.serves(request, requested)) void files.send(response, requested);
    else response.end("next");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const ask = (file: string, encoding = "br") => fetch(`${url}${file}`, { headers: { "accept-encoding": encoding } });

it("serves what the build compressed, for good", async () => {
  const answer = await ask("/_next/static/chunks/a.js");
  expect(answer.headers.get("content-encoding")).toBe("br");
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(answer.headers.get("content-type")).toContain("javascript");
  expect(await answer.text()).toBe("let a = 1;");
});

it.each([
  ["without Brotli", "/_next/static/chunks/a.js", "gzip"],
  ["a file that was not compressed", "/_next/static/chunks/secret.txt", "br"],
  ["a path out of the folder", "/_next/static/chunks/..%2f..%2fetc/passwd", "br"],
  ["another folder", "/chunks/a.js", "br"],
])("leaves the rest to Next: %s", async (_what, file, encoding) => {
  expect(await (await ask(file, encoding)).text()).toBe("next");
});
