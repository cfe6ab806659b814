import path from "node:path";
import type { Bridge } from "../bridge/bridge";
import type { EffectiveConfig } from "../config/effective-config";
import type { Home } from "../home";
import { Journal } from "../journal/journal";
import type { Log } from "../log";
import type { PanelClient } from "../panel/panel-client";
import { whyNot } from "./ask-panel";
import { CommandList } from "./command-list";
import { Execution } from "./execution";
import { Intake } from "./intake";
import { Reporter } from "./reporter";

export type WorkOptions = {
  home: Home;
  executorId: string;
  client: PanelClient;
  bridge: Bridge;
  log: Log;
  /** Stops taking commands. */
  signal: AbortSignal;
  /** Stops reporting results; later than the other, so that commands in progress at a stop are still reported. */
  reporting: AbortSignal;
  config(): EffectiveConfig;
  reloadConfig(): Promise<number>;
  onUnknownKey(): void;
  onRestart(): void;
};

/** Everything that deals with commands, wired to one journal. */
export type Work = ReturnType<typeof makeWork>;

export function makeWork(options: WorkOptions) {
  const { home, executorId, client, bridge, log, signal, reporting, config, reloadConfig, onUnknownKey, onRestart } =
    options;
  const journal = new Journal(path.join(home.directory, `journal-${executorId}.jsonl`));
  if (journal.damaged > 0) log.warn(`${journal.damaged} damaged lines of the journal were left out.`);
  const reporter = new Reporter({ client, journal, log, signal: reporting });
  const execution = new Execution({
    journal,
    reporter,
    log,
    policyFile: home.policy,
    now: () => client.now(),
    bridgeQueueLimit: () => config().bridgeQueueLimit,
    contextOf: (id) => ({
      logFile: home.log,
      config,
      bridge,
      reloadConfig,
      // Progress that is lost does not matter: the result counts.
      progress: (message, percent) => {
        const json = { message, ...(percent === undefined ? {} : { percent }) };
        client.call(`/api/executor/commands/${encodeURIComponent(id)}/progress`, { json, signal }).catch(() => {});
      },
    }),
    whyNot: (entry, until) =>
      whyNot({ client, journal }, entry, until, (reason) => log.warn(`${entry.command.id} waits: ${reason}`)),
    onRestart,
  });
  const standing = () => ({ executorId, keys: config().signingKeys });
  const intake = new Intake({ client, journal, execution, reporter, log, signal, standing, onUnknownKey });
  const list = new CommandList({ client, intake, log, signal });
  return { journal, reporter, execution, intake, list };
}
