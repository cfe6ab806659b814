import { ensureDebianPackages } from "./debian-package.mjs";

/** Redis, which tests start themselves; the server of the package is not started. */
export function ensureRedis() {
  return ensureDebianPackages({
    what: "Redis",
    packages: ["redis-server"],
    files: ["/usr/bin/redis-server"],
    service: "redis-server.service",
  });
}
