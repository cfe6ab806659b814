// Takes the place of zeromq/lib/load-addon.js in the bundle: writes the fitting native part, which the bundle carries
// compressed, below the home, checks it at every load, and opens it.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import addons from "lightnode-embedded-addons";

const platform = `${process.platform}-${process.arch}`;
const addon = addons[platform];
if (!addon) {
  throw new Error(
    `This file carries no ZeroMQ for ${platform}, only for ${Object.keys(addons).join(", ")}; everything but bridge.send works.`,
  );
}

const directory = path.join(globalThis.lightnodeExecutorHome, "native", addon.sha256.slice(0, 16));
const file = path.join(directory, "zeromq.node");

function isRight() {
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex") === addon.sha256;
  } catch {
    return false;
  }
}

if (!isRight()) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.new`;
  writeFileSync(temporary, brotliDecompressSync(Buffer.from(addon.data, "base64")), { mode: 0o600 });
  chmodSync(temporary, 0o700);
  renameSync(temporary, file);
  if (!isRight()) throw new Error(`${file} was changed while it was written.`);
}

export default createRequire(import.meta.url)(file);
