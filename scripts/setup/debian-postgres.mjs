import { existsSync, readFileSync } from "node:fs";
import { say } from "./report.mjs";
import { run } from "./run.mjs";

/** Programs of Debian's PostgreSQL 15, the oldest version that the panel supports. */
export const debianBinaries = "/usr/lib/postgresql/15/bin";

/** The oldest supported PostgreSQL, for the test that prepares a database on it. Its default cluster is not kept. */
export async function ensureDebianPostgres() {
  if (existsSync(`${debianBinaries}/postgres`)) return "present";
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (process.getuid?.() !== 0 || !/^ID(_LIKE)?=.*debian/m.test(release)) {
    throw new Error("no PostgreSQL 15: as root on Debian 12, run apt-get install -y postgresql-15");
  }
  say("  installing PostgreSQL 15 (Debian's postgresql-15) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env });
  const options = ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends"];
  await run("apt-get", [...options, "postgresql-15"], { env });
  await run("pg_dropcluster", ["--stop", "15", "main"]).catch(() => {});
  return "installed";
}
