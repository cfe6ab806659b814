import { existsSync } from "node:fs";
import { say } from "./report.mjs";
import { run } from "./run.mjs";

export const chromiumPath = "/usr/bin/chromium";

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
