import { existsSync } from "node:fs";
import { say } from "./report.mjs";
import { run } from "./run.mjs";

export const chromiumPath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
/** As root, and without any request of the browser's own. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A real browser for the journeys: Debian's own package. */
export async function ensureBrowser() {
  if (existsSync(chromiumPath)) return "present";
  if (process.getuid?.() !== 0)
    throw new Error("no browser: as root, run apt-get install -y --no-install-recommends chromium");
  say("  installing a browser (Debian's chromium) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env });
  await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
  return "installed";
}
