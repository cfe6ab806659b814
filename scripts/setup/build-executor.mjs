import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { buildProgram } from "./build-program.mjs";
import { root } from "./paths.mjs";

/** ZeroMQ's libraries inside the bundle. They use Node-API, so one for each system fits every Node. */
const addons = [
  { platform: "linux", arch: "x64", file: "linux/x64/node/glibc-127-Release/addon.node" },
  { platform: "linux", arch: "arm64", file: "linux/arm64/node/glibc-127-Release/addon.node" },
  { platform: "win32", arch: "x64", file: "win32/x64/node/msvc-115-Release/addon.node" },
];

/** Compressed once: brotli at its best takes seconds for each. */
function embedded({ platform, arch, file }) {
  const bytes = readFileSync(path.join(root, "node_modules/zeromq/build", file));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const cache = path.join(root, "node_modules/.cache/lightnode-executor", `${sha256}.br`);
  if (!existsSync(cache)) {
    mkdirSync(path.dirname(cache), { recursive: true });
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
    writeFileSync(cache, brotliCompressSync(bytes, { params }));
  }
  return { platform, arch, sha256, data: readFileSync(cache).toString("base64") };
}

/** Fills the libraries in, and lets the zeromq package take the one that the program loaded. */
const zeromqInside = {
  name: "zeromq-inside",
  setup(build) {
    build.onLoad({ filter: /clients[\\/]executor[\\/]bridge[\\/]embedded-addons\.ts$/ }, () => ({
      contents: `export const embeddedAddons = () => ${JSON.stringify(addons.map(embedded))};`,
      loader: "js",
    }));
    build.onLoad({ filter: /node_modules[\\/]zeromq[\\/]lib[\\/]load-addon\.js$/ }, () => ({
      contents: 'exports.__esModule = true; exports.default = globalThis[Symbol.for("lightnode.zeromq.addon")];',
      loader: "js",
    }));
  },
};

/** The parts of zod that contracts use; its 64 languages and converters would be a fifth of the program's memory. */
const leanZod = {
  name: "lean-zod",
  setup(build) {
    const from = (file) => JSON.stringify(path.join(root, "node_modules/zod/v4", file));
    build.onResolve({ filter: /^zod$/ }, () => ({ path: "zod", namespace: "lean-zod" }));
    build.onResolve({ filter: /^lean-zod-parts$/ }, () => ({ path: "parts", namespace: "lean-zod" }));
    build.onLoad({ filter: /.*/, namespace: "lean-zod" }, ({ path: name }) => ({
      resolveDir: root,
      contents:
        name === "zod"
          ? `import { config } from ${from("core/index.js")}; import english from ${from("locales/en.js")};
             config(english()); export * as z from "lean-zod-parts";`
          : `export * from ${from("classic/schemas.js")}; export * as iso from ${from("classic/iso.js")};
             export * as coerce from ${from("classic/coerce.js")};`,
    }));
  },
};

const sources = [
  "clients/executor",
  "lib/core/typed-text.ts",
  "lib/executors/contract.ts",
  ...["commands", "config", "fields", "fleet", "signed"].map((part) => `lib/executors/${part}/contract.ts`),
  "package-lock.json",
  "scripts/setup/build-executor.mjs",
];

/** The executor; see buildProgram. */
export function buildExecutor({ outFile = path.join(root, "dist/executor.mjs"), force = false } = {}) {
  return buildProgram({
    entry: "clients/executor/main.ts",
    outFile,
    sources,
    target: "node22",
    force,
    plugins: [zeromqInside, leanZod],
    banner:
      'import{createRequire as lightnodeCreateRequire}from"node:module";const require=lightnodeCreateRequire(import.meta.url);',
  });
}
