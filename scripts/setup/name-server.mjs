import { ensureDebianPackages } from "./debian-package.mjs";

/**
 * PowerDNS and BIND's tools: the name server that the tests of the DNS service run, its tables, and the tools that ask it.
 * The service of the package is not started: tests run servers of their own.
 */
export function ensureNameServer() {
  return ensureDebianPackages({
    what: "a name server",
    packages: ["pdns-server", "pdns-backend-sqlite3", "bind9-dnsutils", "bind9-utils"],
    files: [
      "/usr/sbin/pdns_server",
      "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql",
      "/usr/bin/delv",
      "/usr/bin/named-checkzone",
    ],
    service: "pdns.service",
  });
}
