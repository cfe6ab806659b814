// Licences of the packages of production, from the lock file: none may oblige the panel to publish its sources.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./setup/paths.mjs";

const accepted =
  /^(MIT(-0)?|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-(3|4)\.0|Unlicense|Python-2\.0|OFL-1\.1|PostgreSQL|Zlib|MPL-2\.0|LGPL-3\.0-or-later|PSF-2\.0|EPL-2\.0|SIL OPEN FONT LICENSE)$/;
/** They name it in an old form, which the lock file leaves out: MIT, by their package.json. */
const named = new Set(["buildcheck", "cpu-features", "seq-queue", "ssh2"].map((name) => `node_modules/${name}`));
/** A choice needs one accepted licence, a combination all of them. */
const isAccepted = (text) =>
  text
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(/ and /i).every((one) => accepted.test(one.trim())));

const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
const shipped = Object.entries(packages).filter(([name, { dev }]) => name !== "" && !dev);
const refused = shipped.filter(([name, { license }]) => !named.has(name) && !isAccepted(license ?? "none"));
for (const [name, { license }] of refused) console.error(`${name}: ${license ?? "no licence"}`);
console.log(`${shipped.length} packages of production, ${refused.length} with a licence that is not accepted`);
process.exitCode = refused.length > 0 ? 1 : 0;
