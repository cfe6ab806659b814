/** The unit for systemd. Pure. */
export type UnitOptions = { node: string; program: string; home: string; user: string; extraCa: string | undefined };

/** A value of a unit file: quoted, with its specifiers and escapes made literal (systemd.unit(5), systemd.service(5)). */
export function unitQuoted(value: string): string {
  return `"${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/%/g, "%%").replace(/\$/g, "$$$$")}"`;
}

export function systemdUnit({ node, program, home, user, extraCa }: UnitOptions): string {
  const ca = extraCa ? [`Environment=${unitQuoted(`NODE_EXTRA_CA_CERTS=${extraCa}`)}`] : [];
  return [
    "[Unit]",
    "Description=LightNode executor",
    "Wants=network-online.target",
    "After=network-online.target",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=exec",
    `User=${user}`,
    `ExecStart=${unitQuoted(node)} ${unitQuoted(program)} run --home ${unitQuoted(home)}`,
    ...ca,
    "Restart=always",
    "RestartSec=5",
    // A newer copy took over, or the executor was revoked: starting again would be wrong.
    "RestartPreventExitStatus=64 75 78",
    "TimeoutStopSec=20",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    `ReadWritePaths=${unitQuoted(home)}`,
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "ProtectControlGroups=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectKernelLogs=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
    "SystemCallArchitectures=native",
    "CapabilityBoundingSet=",
    "UMask=0077",
    "MemoryMax=512M",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n");
}
