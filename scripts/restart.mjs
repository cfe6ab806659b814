// `npm run restart`: replaces the processes of the running panel one after the other. Each new process works before the
// former one ends, so no request fails. `npm run restart -- --status` only shows the processes.
import { askPanel } from "./panel/control.mjs";
import { dataDirectory, loadEnvFile } from "./setup/environment.mjs";
import { fail, say } from "./setup/report.mjs";

loadEnvFile();
try {
  if (process.argv.includes("--status")) {
    const { version, root, processes } = await askPanel(dataDirectory(), { command: "status" });
    say(`LightNode ${version} in ${root}`);
    for (const { name, pid, startedAt, ready } of processes)
      say(`${name.padEnd(12)} ${String(pid ?? "-").padStart(8)}  since ${startedAt}  ${ready ? "ready" : "not ready"}`);
  } else {
    await askPanel(dataDirectory(), { command: "restart" }, say);
    say("the panel runs with new processes");
  }
} catch (error) {
  fail(error.message);
  process.exitCode = 1;
}
