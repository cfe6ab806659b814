import { existsSync, rmSync, writeFileSync } from "node:fs";
import { say } from "./report.mjs";
import { run } from "./run.mjs";

/** What the tests of the DNS service run: the name server, its tables, and the tools that ask it. */
const packages = ["pdns-server", "pdns-backend-sqlite3", "bind9-dnsutils", "bind9-utils"];
const files = [
  "/usr/sbin/pdns_server",
  "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql",
  "/usr/bin/delv",
  "/usr/bin/named-checkzone",
];
/** Debian asks this program whether a package may start its service; 101 means no. */
const policy = "/usr/sbin/policy-rc.d";

/** PowerDNS and BIND's tools from Debian. The service of the package is not started: tests run servers of their own. */
export async function ensureNameServer() {
  if (files.every((file) => existsSync(file))) return "present";
  if (process.getuid?.() !== 0) throw new Error(`no name server: as root, run apt-get install ${packages.join(" ")}`);
  say("  installing a name server (Debian's pdns-server) …");
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
  await run("systemctl", ["disable", "pdns.service"]).catch(() => {});
  return "installed";
}
