import { existsSync, rmSync, writeFileSync } from "node:fs";
import { say } from "./report.mjs";
import { run } from "./run.mjs";

/** Debian asks this program whether a package may start its service; 101 means no. */
const policy = "/usr/sbin/policy-rc.d";

/**
 * Installs packages of Debian without starting their services, unless all of these files are there.
 * @param {{ what: string, packages: string[], files: string[], service?: string }} wanted `service`: its unit is disabled.
 */
export async function ensureDebianPackages({ what, packages, files, service }) {
  if (files.every((file) => existsSync(file))) return "present";
  if (process.getuid?.() !== 0) throw new Error(`no ${what}: as root, run apt-get install ${packages.join(" ")}`);
  say(`  installing ${what} (Debian's ${packages[0]}) …`);
  const ownPolicy = !existsSync(policy);
  if (ownPolicy) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env });
    const options = ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends"];
    await run("apt-get", [...options, ...packages], { env });
  } finally {
    if (ownPolicy) rmSync(policy, { force: true });
  }
  if (service) await run("systemctl", ["disable", service]).catch(() => {});
  return "installed";
}
