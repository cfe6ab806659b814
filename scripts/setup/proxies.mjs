import { ensureDebianPackages } from "./debian-package.mjs";

/** nginx, Caddy and Compose of Debian, for the tests of the files in docs/deploy and of compose.yaml. */
export async function ensureProxies() {
  const states = [
    await ensureDebianPackages({
      what: "nginx",
      packages: ["nginx-light"],
      files: ["/usr/sbin/nginx"],
      service: "nginx",
    }),
    await ensureDebianPackages({ what: "Caddy", packages: ["caddy"], files: ["/usr/bin/caddy"], service: "caddy" }),
    await ensureDebianPackages({ what: "Compose", packages: ["docker-compose"], files: ["/usr/bin/docker-compose"] }),
  ];
  return states.includes("installed") ? "installed" : "present";
}
