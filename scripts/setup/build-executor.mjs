import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { root } from "./paths.mjs";

// Node-API: one binary fits every version of Node. Of the package's builds those that ask for the oldest C library (its
// newest ones want glibc 2.38, which Debian 12 has not).
const addons = {
  "linux-x64": "linux/x64/node/glibc-127-Release/addon.node",
  "linux-arm64": "linux/arm64/node/glibc-127-Release/addon.node",
  "win32-x64": "win32/x64/node/msvc-115-Release/addon.node",
};

function embedded() {
  const entries = Object.entries(addons).map(([platform, name]) => {
    const file = path.join(root, "node_modules/zeromq/build", name);
    if (!existsSync(file))
      throw new Error(
        `zeromq brings no ${name}: look at its build folder and correct scripts/setup/build-executor.mjs`,
      );
    const bytes = readFileSync(file);
    const options = {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    };
    const data = brotliCompressSync(bytes, options).toString("base64");
    return [platform, { sha256: createHash("sha256").update(bytes).digest("hex"), data }];
  });
  return `export default ${JSON.stringify(Object.fromEntries(entries))};`;
}

/** The executor program as one file that Node 22.12 and later runs, ZeroMQ's native parts included. */
export async function buildExecutor(outFile) {
  const { build } = await import("esbuild");
  const plugin = {
    name: "embedded-zeromq",
    setup(on) {
      const loader = path.join(root, "clients/executor/bridge/embedded-addon.mjs");
      on.onResolve({ filter: /^\.\/load-addon$/ }, () => ({ path: loader }));
      on.onResolve({ filter: /^lightnode-embedded-addons$/ }, () => ({ path: "addons", namespace: "embedded" }));
      on.onLoad({ filter: /.*/, namespace: "embedded" }, () => ({ contents: embedded(), loader: "js" }));
    },
  };
  await build({
    entryPoints: [path.join(root, "clients/executor/main.ts")],
    outfile: outFile,
    bundle: true,
    platform: "node",
    target: "node22.12",
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "inline",
    logLevel: "warning",
    alias: { "@": root },
    plugins: [plugin],
    // Some of what is bundled is CommonJS and asks for Node's modules in its way.
    banner: {
      js: '#!/usr/bin/env node\nimport{createRequire as lightnodeCreateRequire}from"node:module";const require=lightnodeCreateRequire(import.meta.url);',
    },
  });
}
