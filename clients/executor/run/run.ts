import { ConfigurationStore } from "../configuration";
import { type Credentials, wipeCredentials } from "../credentials";
import { type Home, lockHome, readIfThere } from "../home";
import { openLog } from "../log";
import { readManualSettings } from "../manual-settings";
import { PanelApi } from "../panel-api";
import { exitCodes } from "../program-error";
import { lightnodeExecutorVersion } from "../version";
import { Runtime } from "./runtime";

/** Runs until a signal, a newer start or a revocation; resolves with the exit code. */
export async function run(home: Home, credentials: Credentials): Promise<number> {
  const unlock = lockHome(home);
  const log = openLog(home.file("executor.log"));
  const api = new PanelApi(credentials);
  const configuration = new ConfigurationStore(home, readManualSettings(home).overrides);
  if (configuration.manualFields.length > 0)
    log.info(`set by hand on this machine: ${configuration.manualFields.join(", ")}`);
  let runtime: Runtime | null = null;
  const onSignal = () => {
    log.info("stopping: what is in hand is finished first");
    runtime?.end("stopped");
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  try {
    for (;;) {
      log.info(`executor ${lightnodeExecutorVersion} starts (${credentials.key} at ${credentials.url})`);
      api.fence = null;
      runtime = new Runtime({ api, home, log, configuration, isDenied: (type) => deniedTypes(home).includes(type) });
      const outcome = await runtime.run();
      if (outcome === "restart") continue;
      if (outcome === "superseded") {
        log.warn(
          "A newer start of this executor took over; this one stops. Only the copy that was started last is obeyed.",
        );
        return exitCodes.superseded;
      }
      if (outcome === "revoked") {
        wipeCredentials(home);
        log.warn(
          "This executor was revoked in the panel: its credentials are removed from this machine. To use it again, run setup with new ones.",
        );
        return exitCodes.revoked;
      }
      log.info("stopped");
      return 0;
    }
  } finally {
    api.close();
    unlock();
  }
}

/** `policy.json` in the home, `{"deny": ["bridge.send"]}`: what this machine's own people do not allow. */
export function deniedTypes(home: Home): string[] {
  try {
    const { deny } = JSON.parse(readIfThere(home.file("policy.json")) ?? "{}") as { deny?: unknown };
    return Array.isArray(deny) ? deny.filter((type) => typeof type === "string") : [];
  } catch {
    // A policy that cannot be read forbids everything rather than nothing.
    return ["ping", "restart", "reload-config", "collect-logs", "bridge.send"];
  }
}
