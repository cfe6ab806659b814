import { ensureDebianPackages } from "./debian-package.mjs";

/** Prometheus' own checks of rules and of the text format; the server of the package is not started. */
export function ensurePromtool() {
  return ensureDebianPackages({
    what: "promtool",
    packages: ["prometheus"],
    files: ["/usr/bin/promtool"],
    service: "prometheus.service",
  });
}
