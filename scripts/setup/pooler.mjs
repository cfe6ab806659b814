import { ensureDebianPackages } from "./debian-package.mjs";

/** PgBouncer, which tests put before their PostgreSQL; the server of the package is not started. */
export function ensurePooler() {
  return ensureDebianPackages({
    what: "PgBouncer",
    packages: ["pgbouncer"],
    files: ["/usr/sbin/pgbouncer"],
    service: "pgbouncer.service",
  });
}
