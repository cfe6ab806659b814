import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { type Arguments, textOption } from "./arguments";
import { bridgeAnswers } from "./checks/bridge";
import { checkMachine, clockSkewOf } from "./checks/machine";
import { socketConnects } from "./checks/socket";
import { ConfigurationStore } from "./configuration";
import { type Credentials, saveCredentials } from "./credentials";
import { isKey, isSecret } from "./credentials-format";
import { type Home, readIfThere } from "./home";
import { readManualSettings } from "./manual-settings";
import { isInTheClear, PanelApi, PanelRefusal, readUrl } from "./panel-api";
import { exitCodes, ProgramError } from "./program-error";
import { readAllInput, type Terminal } from "./terminal";

/**
 * Four steps from two fields to a running executor: the machine, the key and the secret, the configuration that they
 * bring, the connection. Scripts give both fields and are asked nothing. Resolves with whether to run now.
 */
export async function setup(home: Home, args: Arguments, terminal: Terminal): Promise<boolean> {
  const url = readUrl(textOption(args, "url") ?? process.env.LIGHTNODE_URL ?? builtInUrl() ?? (await askUrl(terminal)));
  const isScript = args.options.has("secret-stdin") || args.options.has("enrol-stdin");
  terminal.step(1, "This machine");
  await checkMachine(home, url, terminal);
  terminal.step(2, "Key and secret");
  const credentials = await credentialsOf(args, url, terminal);
  const api = new PanelApi(credentials);
  try {
    const configuration = new ConfigurationStore(home, readManualSettings(home).overrides);
    terminal.step(3, "Your configuration");
    await configuration.fetch(api).catch((error) => {
      throw explainRefusal(error);
    });
    saveCredentials(home, credentials);
    terminal.ok("the panel knows this executor; the secret is stored encrypted");
    review(configuration, terminal);
    terminal.step(4, "Connection");
    await tryConnection(configuration, api, terminal);
  } finally {
    api.close();
  }
  if (args.options.has("run")) return true;
  if (args.options.has("no-start") || isScript) {
    terminal.say(`\nDone. Start it with: run --home ${home.directory}   or as a service: service install`);
    return false;
  }
  const answer = await terminal.ask("Start now? [Y/n]");
  return !/^n/i.test(answer);
}

/** The panel writes its address into the file that it hands out. */
const builtInUrl = (): string | undefined => (globalThis as { lightnodePlatformUrl?: string }).lightnodePlatformUrl;

const askUrl = (terminal: Terminal) => terminal.ask("Address of the panel:");

async function credentialsOf(args: Arguments, url: string, terminal: Terminal): Promise<Credentials> {
  if (isInTheClear(url)) terminal.warn(`${url} is not encrypted: others on the way can read the secret. Use https.`);
  if (args.options.has("enrol-stdin")) return enrol(url, await readAllInput(), args.options.has("as-new"), terminal);
  const key = textOption(args, "key") ?? (await terminal.ask("Key (exe_…):"));
  if (!isKey(key))
    throw new ProgramError("This is not a key.", "Copy it again: exe_ and 16 letters or digits.", exitCodes.usage);
  const secret = args.options.has("secret-stdin")
    ? await readAllInput()
    : await terminal.askHidden("Secret (exs_…, not shown):");
  if (!isSecret(secret)) {
    throw new ProgramError(
      "This secret is not complete: its check digits do not fit.",
      "Copy all of it again: exs_ and 49 letters or digits.",
      exitCodes.usage,
    );
  }
  terminal.ok("both are well-formed");
  return { url, key, secret };
}

/** A one-time token instead of the two fields: the panel makes them. */
async function enrol(url: string, token: string, asNew: boolean, terminal: Terminal): Promise<Credentials> {
  if (!isSecret(token, "ent_"))
    throw new ProgramError(
      "This is not an enrolment token.",
      "Copy all of it again: ent_ and 49 letters or digits.",
      exitCodes.usage,
    );
  const api = new PanelApi({ url, key: "", secret: "" });
  try {
    const body = { token, machineId: machineId(), asNew };
    const made = (await api.ask("POST", "/api/executor/enroll", { body })).body as { key: string; secret: string };
    terminal.ok(`enrolled as ${made.key}`);
    return { url, key: made.key, secret: made.secret };
  } catch (error) {
    throw explainRefusal(error);
  } finally {
    api.close();
  }
}

/** The same at every start of this machine; a digest, since the number itself is nobody's business. */
function machineId(): string {
  const raw = readIfThere("/etc/machine-id") ?? hostname();
  return createHash("sha256").update(`lightnode-executor|${raw.trim()}`).digest("hex").slice(0, 32);
}

function explainRefusal(error: unknown): unknown {
  if (!(error instanceof PanelRefusal)) return error;
  return new ProgramError(
    error.message,
    `(${error.code})`,
    error.code === "executor_revoked" ? exitCodes.revoked : exitCodes.failed,
  );
}

function review(configuration: ConfigurationStore, terminal: Terminal): void {
  const config = configuration.current;
  if (!config) return;
  const lines: [string, string][] = [
    ["Name", config.name],
    ["Panel", config.platformUrl],
    [
      "Realtime",
      config.pusherHost ? `${config.pusherHost}:${config.pusherPort ?? ""}` : `hosted, ${config.pusherCluster}`,
    ],
    ["ZeroMQ", `tcp://${config.zmqHost}:${config.zmqPort}`],
    ["Heartbeat", `every ${config.heartbeatIntervalMs / 1000} s`],
    [
      "Features",
      Object.entries(config.features)
        .filter(([, on]) => on)
        .map(([name]) => name)
        .join(", ") || "none",
    ],
    ["Version", String(config.configVersion)],
  ];
  for (const [name, value] of lines) terminal.say(`    ${name.padEnd(10)} ${value}`);
  const { manualFields } = configuration;
  if (manualFields.length > 0) terminal.warn(`set by hand on this machine, and stronger: ${manualFields.join(", ")}`);
  terminal.say("    Nothing to type here: it is changed in the panel, and comes by itself.");
}

async function tryConnection(configuration: ConfigurationStore, api: PanelApi, terminal: Terminal): Promise<void> {
  const config = configuration.current;
  if (!config) return;
  const skewMs = await clockSkewOf(api.credentials.url);
  if (skewMs !== null && Math.abs(skewMs) > 60_000)
    terminal.warn(
      `this machine's clock is ${Math.round(Math.abs(skewMs) / 1000)} s off: switch on time synchronisation`,
    );
  const socket = await socketConnects(config, api);
  if (socket === null) terminal.ok("live connection");
  else terminal.warn(`no live connection (${socket}); commands will come by long poll`);
  const bridge = await bridgeAnswers(config.zmqHost, config.zmqPort);
  if (bridge) terminal.ok(`something listens at tcp://${config.zmqHost}:${config.zmqPort}`);
  else
    terminal.warn(
      `nothing listens at tcp://${config.zmqHost}:${config.zmqPort} yet; start the ZeroMQ side when you need it`,
    );
}
