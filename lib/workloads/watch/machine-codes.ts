/** Failures whose cause is the machine or what it depends on, and not the program or its owner. */
export const machineCodes = [
  "engine_unavailable",
  "engine_timeout",
  "engine_refused",
  "engine_denied",
  "engine_disk_full",
  "engine_firewall",
  "image_pull_failed",
  "image_corrupt",
  "registry_unreachable",
  "registry_denied",
  "registry_rate_limited",
  "network_exhausted",
  "network_full",
  "volume_limit_timeout",
] as const;
export type MachineCode = (typeof machineCodes)[number];
