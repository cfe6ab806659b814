import { env } from "@/lib/core/env";
import { readAgentProgram } from "./program";

/** The oldest Node that the program runs with. */
const neededNode = 20;

/** A literal of the shell. Pure. */
const literal = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The unit (systemd.exec(5)): no rights, no writable files but its own, no network but IP and Docker's socket. ProtectHome:
 * with `yes`, a file system on /home would have no figures.
 */
const unit = `[Unit]
Description=LightNode agent
After=network-online.target
Wants=network-online.target

[Service]
ExecStart="$NODE" "$PROGRAM" run --home "$STATE"
User=$ACCOUNT
Restart=always
RestartSec=5
RestartPreventExitStatus=78
StateDirectory=lightnode-agent
StateDirectoryMode=0700
UMask=0077
Nice=10
CPUQuota=5%
MemoryMax=128M
TasksMax=32
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;

/**
 * The script of `curl … | sh -s -- TOKEN`, for every POSIX shell. Without a token it replaces the program of an enrolled
 * machine. Pure.
 */
export function installScript({ url, sha256 }: { url: string; sha256: string }): string {
  return `#!/bin/sh
# Installs the LightNode agent. The program must have the SHA-256 that this script names.
set -eu
URL=${literal(url)}
SHA256=${literal(sha256)}
ACCOUNT=lightnode-agent
STATE=/var/lib/lightnode-agent
FOLDER=/usr/local/lib/lightnode-agent
PROGRAM="$FOLDER/agent.mjs"
UNIT=/etc/systemd/system/lightnode-agent.service
TOKEN="\${1:-\${LIGHTNODE_TOKEN:-}}"

fail() { printf '%s\\n' "$1" >&2; exit 1; }

[ "$(uname -s)" = Linux ] || fail "The agent runs on Linux."
[ "$(id -u)" = 0 ] || fail "Run this script as root (with sudo)."
NODE="$(command -v node || true)"
[ -n "$NODE" ] || fail "Node ${neededNode} or later is needed: install it (nodejs.org), then run this line again."
"$NODE" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= ${neededNode} ? 0 : 1)' ||
  fail "Node ${neededNode} or later is needed; this machine has $("$NODE" --version)."
if [ -z "$TOKEN" ] && [ ! -f "$STATE/credentials.json" ]; then
  fail "Give the token that the panel showed: sh -s -- TOKEN"
fi

WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT INT TERM
if command -v curl >/dev/null; then curl -fsSL "$URL/agent/agent.mjs" -o "$WORK/agent.mjs"
else wget -qO "$WORK/agent.mjs" "$URL/agent/agent.mjs"; fi
printf '%s  %s\\n' "$SHA256" "$WORK/agent.mjs" | sha256sum -c - >/dev/null ||
  fail "The download is damaged: its SHA-256 is not $SHA256."

id "$ACCOUNT" >/dev/null 2>&1 ||
  useradd --system --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin "$ACCOUNT"
mkdir -p "$FOLDER" "$STATE"
install -m 0755 "$WORK/agent.mjs" "$PROGRAM"
if [ -n "$TOKEN" ]; then
  (umask 077; printf '%s' "$TOKEN" > "$WORK/token")
  "$NODE" "$PROGRAM" enroll --url "$URL" --token-file "$WORK/token" --home "$STATE"
fi
chown -R "$ACCOUNT:" "$STATE"
chmod 0700 "$STATE"

if [ ! -d /run/systemd/system ]; then
  printf '%s\\n' "This machine does not run systemd. Let its own supervisor run, as $ACCOUNT:" \\
    "  $NODE $PROGRAM run --home $STATE"
  exit 0
fi
cat > "$UNIT" <<END
${unit}END
systemctl daemon-reload
systemctl enable --now lightnode-agent.service
systemctl restart lightnode-agent.service
# A program that ends at once is seen as running for a moment.
sleep 3
systemctl is-active --quiet lightnode-agent.service ||
  fail "The service lightnode-agent does not run. Its messages: journalctl -u lightnode-agent -n 50"
"$NODE" "$PROGRAM" status --home "$STATE"
printf '%s\\n' "The agent runs. To remove it: sudo $NODE $PROGRAM uninstall"
`;
}

/** The script for this panel and the program that it serves. */
export async function readInstallScript(): Promise<string> {
  const { sha256 } = await readAgentProgram();
  return installScript({ url: env().NEXTAUTH_URL, sha256 });
}
