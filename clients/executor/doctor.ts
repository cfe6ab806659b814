import { lookup } from "node:dns/promises";
import { bridgeAnswers } from "./checks/bridge";
import { clockSkewOf, isNewEnough } from "./checks/machine";
import { socketConnects } from "./checks/socket";
import { ConfigurationStore } from "./configuration";
import type { Credentials } from "./credentials";
import type { Home } from "./home";
import { readManualSettings } from "./manual-settings";
import { PanelApi } from "./panel-api";
import { explain } from "./program-error";

export type Finding = { check: string; result: "ok" | "warning" | "failed"; message: string };

/** Looks at everything between this machine and its commands, one after the other, and says what to do. */
export async function examine(home: Home, credentials: Credentials): Promise<Finding[]> {
  const api = new PanelApi(credentials);
  const configuration = new ConfigurationStore(home, readManualSettings(home).overrides);
  const findings: Finding[] = [];
  const check = async (name: string, work: () => Promise<string>, isVital = true) => {
    try {
      findings.push({ check: name, result: "ok", message: await work() });
    } catch (error) {
      findings.push({ check: name, result: isVital ? "failed" : "warning", message: explain(error) });
    }
  };
  const { hostname, protocol } = new URL(credentials.url);
  try {
    await check("node", async () =>
      requireThat(isNewEnough(process.versions.node), `Node ${process.versions.node}`, "Install Node 22.12 or later."),
    );
    await check("dns", async () => `${hostname} is ${(await lookup(hostname.replace(/^\[|\]$/g, ""))).address}`);
    await check(
      "tls",
      async () => requireThat(protocol === "https:", "encrypted", "The panel is asked without encryption: use https."),
      false,
    );
    await check("clock", () => clock(credentials.url), false);
    await check("configuration", async () => {
      await configuration.fetch(api);
      return `version ${configuration.current?.configVersion}`;
    });
    await check(
      "websocket",
      async () => {
        const config = configuration.current;
        const reason = config ? await socketConnects(config, api) : "there is no configuration";
        return requireThat(
          reason === null,
          "connects and subscribes",
          `${reason}. Commands come by long poll meanwhile.`,
        );
      },
      false,
    );
    await check("long poll", async () => {
      await api.ask("GET", "/api/executor/commands?wait=0");
      return "answers";
    });
    await check(
      "zeromq",
      async () => {
        const { zmqHost = "127.0.0.1", zmqPort = 5555 } = configuration.current ?? {};
        const where = `tcp://${zmqHost}:${zmqPort}`;
        return requireThat(
          await bridgeAnswers(zmqHost, zmqPort),
          `something listens at ${where}`,
          `Nothing listens at ${where}: start the ZeroMQ side.`,
        );
      },
      false,
    );
  } finally {
    api.close();
  }
  return findings;
}

function requireThat(holds: boolean, good: string, bad: string): string {
  if (!holds) throw new Error(bad);
  return good;
}

async function clock(url: string): Promise<string> {
  const skewMs = await clockSkewOf(url);
  if (skewMs === null) throw new Error("The panel did not tell its time.");
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return requireThat(
    seconds <= 60,
    `${seconds} s from the panel's`,
    `This machine's clock is ${seconds} s off: switch on time synchronisation.`,
  );
}
