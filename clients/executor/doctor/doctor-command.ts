import type { Arguments } from "../command-line/arguments";
import { ConfigStore } from "../config/config-store";
import { effectiveConfig } from "../config/effective-config";
import { readManualSettings } from "../config/manual-settings";
import { type Home, homeDirectory, homeOf } from "../home";
import { chooseUrl, knownIdentity, requireUrl } from "../identity";
import { PanelClient } from "../panel/panel-client";
import { exitCodes, messageOf } from "../stop";
import { runningPid } from "../system/lock";
import { type Check, checked, checkText } from "./check";
import { checkDns, checkPanelAndClock, checkTcp, checkTls, checkZeromq } from "./network-checks";
import { checkHeartbeat, checkLongPoll, checkSocket } from "./panel-checks";

/** `doctor`: everything a run depends on, each with what to do. Exit code 1 when something failed. */
export async function doctorCommand({ home: directory, url: given, json }: Arguments): Promise<number> {
  const home = homeOf(homeDirectory(directory));
  const checks: Check[] = [];
  const report = (check: Check) => {
    checks.push(check);
    if (!json) process.stdout.write(`${checkText(check)}\n`);
  };
  await examine(home, given, report);
  const failed = checks.filter(({ state }) => state === "failed").length;
  const warnings = checks.filter(({ state }) => state === "warning").length;
  if (json) process.stdout.write(`${JSON.stringify({ ok: failed === 0, failed, warnings, checks }, null, 2)}\n`);
  else process.stdout.write(`\n${failed === 0 ? "Nothing failed" : `${failed} failed`}, ${warnings} warnings.\n`);
  return failed === 0 ? exitCodes.ok : exitCodes.failed;
}

async function examine(home: Home, given: string | undefined, report: (check: Check) => void): Promise<void> {
  const known = await knownIdentity(home, given).catch((error: unknown) => messageOf(error));
  let address: string;
  try {
    address =
      typeof known === "string"
        ? requireUrl(chooseUrl(given, readManualSettings(home), undefined))
        : known.credentials.url;
  } catch (error) {
    report({ name: "Address", state: "failed", detail: messageOf(error) });
    return;
  }
  const url = new URL(address);
  report(await checkDns(url));
  const tcp = await checkTcp(url);
  report(tcp);
  if (tcp.state !== "failed") {
    report(await checkTls(url));
    for (const check of await checkPanelAndClock(url)) report(check);
  }
  if (typeof known === "string") {
    report({
      name: "Credentials",
      state: "failed",
      detail: known,
      cure: "Run setup with the key and secret from the panel.",
    });
    return;
  }
  report({ name: "Credentials", state: "ok", detail: `${known.credentials.key}, the secret can be opened` });
  await examineAsExecutor(home, known, report);
}

async function examineAsExecutor(
  home: Home,
  { credentials, manual }: Awaited<ReturnType<typeof knownIdentity>>,
  report: (check: Check) => void,
): Promise<void> {
  const { key, secret, url } = credentials;
  const client = new PanelClient({ url, identity: { key, secret } });
  const store = new ConfigStore(home, client);
  const cure = "Follow what the message says, or run setup again.";
  report(
    await checked("Configuration", cure, async () => {
      await store.fetch({ timeoutMs: 10_000 });
      return { state: "ok", detail: `version ${store.config?.configVersion}, for ${store.config?.name}` };
    }),
  );
  if (!store.config) return;
  const config = effectiveConfig(store.config, manual);
  const byHand = config.manual.join(", ");
  if (byHand)
    report({
      name: "Set by hand",
      state: "warning",
      detail: byHand,
      cure: "These win over the panel's configuration.",
    });
  if (runningPid(home) === null) report(await checkHeartbeat(client, config.configVersion));
  report(await checkSocket(client, config));
  report(await checkLongPoll(client));
  report(await checkZeromq(config.zmqHost, config.zmqPort));
}
