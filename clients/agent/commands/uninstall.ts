import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { type Arguments, UsageError } from "./arguments";

const unit = "lightnode-agent.service";
/** Of the installation script. */
const programFolder = "/usr/local/lib/lightnode-agent";
const unitFile = `/etc/systemd/system/${unit}`;

/** `uninstall`: the service and everything that the agent keeps. The machine stays in the panel until it is removed there. */
export async function uninstall({ home }: Arguments): Promise<number> {
  if (existsSync(unitFile)) {
    if (process.getuid?.() !== 0) throw new UsageError("Run it as root: the service belongs to the system.");
    execFileSync("systemctl", ["disable", "--now", unit], { stdio: "ignore" });
    rmSync(unitFile, { force: true });
    execFileSync("systemctl", ["daemon-reload"], { stdio: "ignore" });
  }
  // The program is in memory: its own file can be removed.
  for (const folder of [home, programFolder]) rmSync(folder, { recursive: true, force: true });
  const gone = `Removed: the service, ${programFolder} and ${home}. The user lightnode-agent stays.`;
  process.stdout.write(`${gone} Remove the machine in the panel, too.\n`);
  return 0;
}
