import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Arguments, textOption } from "./arguments";
import type { Home } from "./home";
import { ProgramError } from "./program-error";

/** Starts the executor with the machine: a systemd unit on Linux, a scheduled task on Windows. */
const unitName = "lightnode-executor";

export function service(home: Home, args: Arguments, say: (text: string) => void): void {
  const [action] = args.words;
  if (action !== "install" && action !== "uninstall")
    throw new ProgramError("Say: service install, or service uninstall.");
  const program = path.resolve(process.argv[1] ?? "lightnode-executor.mjs");
  const isDryRun = args.options.has("dry-run");
  if (process.platform === "win32") {
    windowsTask(action, { home, program, isDryRun, say });
    return;
  }
  const unit = systemdUnit({ home, program, node: process.execPath, user: textOption(args, "user") ?? null });
  if (isDryRun) {
    say(action === "install" ? unit : `rm /etc/systemd/system/${unitName}.service`);
    return;
  }
  if (!existsSync("/run/systemd/system")) {
    throw new ProgramError(
      "This machine has no systemd.",
      `Have its own service manager run: ${process.execPath} ${program} run --home ${home.directory}`,
    );
  }
  if (process.getuid?.() !== 0)
    throw new ProgramError("A service needs root.", "Run this again with sudo and the same --home.");
  const file = `/etc/systemd/system/${unitName}.service`;
  if (action === "install") writeFileSync(file, unit, { mode: 0o644 });
  const commands =
    action === "install" ? [["daemon-reload"], ["enable", "--now", unitName]] : [["disable", "--now", unitName]];
  for (const command of commands) {
    if (spawnSync("systemctl", command, { stdio: "inherit" }).status !== 0)
      throw new ProgramError(`systemctl ${command.join(" ")} failed.`);
  }
  say(
    action === "install"
      ? `It runs now and with every start. Look: journalctl -u ${unitName} -f`
      : "It is no service any more.",
  );
}

/** Pure. Codes 75 and 78 mean: do not start again. */
export function systemdUnit({
  home,
  program,
  node,
  user,
}: {
  home: Home;
  program: string;
  node: string;
  user: string | null;
}): string {
  return `[Unit]
Description=LightNode executor
After=network-online.target
Wants=network-online.target

[Service]
ExecStart="${node}" "${program}" run --home "${home.directory}"
${user === null ? "" : `User=${user}\n`}Restart=always
RestartSec=5
RestartPreventExitStatus=66 75 78
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths="${home.directory}"
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
MemoryMax=300M

[Install]
WantedBy=multi-user.target
`;
}

type WindowsTask = { home: Home; program: string; isDryRun: boolean; say(text: string): void };

function windowsTask(action: "install" | "uninstall", { home, program, isDryRun, say }: WindowsTask): void {
  const script = windowsScript(action, { node: process.execPath, program, directory: home.directory });
  if (isDryRun) {
    say(script);
    return;
  }
  const done = spawnSync("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", "-"], {
    input: script,
    stdio: ["pipe", "inherit", "inherit"],
  });
  if (done.status !== 0)
    throw new ProgramError(
      "Windows did not take the task.",
      "Run this in a terminal that was opened as administrator.",
    );
  say(action === "install" ? "It runs now and with every start of Windows." : "It is no task any more.");
}

/** Pure. */
export function windowsScript(
  action: "install" | "uninstall",
  { node, program, directory }: { node: string; program: string; directory: string },
): string {
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
  if (action === "uninstall")
    return `Stop-ScheduledTask -TaskName LightNodeExecutor; Unregister-ScheduledTask -TaskName LightNodeExecutor -Confirm:$false\n`;
  const argument = `"${program}" run --home "${directory}"`;
  return [
    `$action = New-ScheduledTaskAction -Execute ${quote(node)} -Argument ${quote(argument)}`,
    "$trigger = New-ScheduledTaskTrigger -AtStartup",
    "$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit 0 -StartWhenAvailable",
    "$principal = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType ServiceAccount",
    "Register-ScheduledTask -TaskName LightNodeExecutor -Action $action -Trigger $trigger -Settings $settings -Principal $principal -Force",
    "Start-ScheduledTask -TaskName LightNodeExecutor",
    "",
  ].join("\r\n");
}
