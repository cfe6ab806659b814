import { existsSync } from "node:fs";
import type { Home } from "../home";
import { PlainError } from "../stop";
import { refuseReadableByOthers } from "../store/secret-box";
import { readIfThere } from "../system/files";
import { keyProblem, secretProblem } from "../system/machine-secret";

/** The settings of before `setup` existed, from the environment or `.env` in the home; they win over fetched ones. */
export type ManualSettings = {
  url?: string;
  key?: string;
  secret?: string;
  pusherKey?: string;
  pusherCluster?: string;
  zmqHost?: string;
  zmqPort?: number;
  heartbeatIntervalMs?: number;
};

/** `NAME=value` lines, with `#` comments, optional `export` and quotes. Pure. */
export function parseEnvFile(text: string): Record<string, string> {
  const entries = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const found = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!found) return [];
    const [, name = "", value = ""] = found;
    const quoted = /^(["'])(.*)\1$/.exec(value);
    return [[name, quoted ? (quoted[2] ?? "") : value.replace(/\s+#.*$/, "")]];
  });
  return Object.fromEntries(entries);
}

function wholeNumber(values: Record<string, string | undefined>, name: string, min: number, max: number) {
  const text = values[name];
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new PlainError(`${name} is to be a whole number from ${min} to ${max}.`);
}

/** The manual settings among these variables; a plain error for one that cannot be right. Pure. */
export function manualSettingsOf(values: Record<string, string | undefined>): ManualSettings {
  const text = (name: string) => values[name]?.trim() || undefined;
  const [key, secret] = [text("LIGHTNODE_API_KEY"), text("LIGHTNODE_API_SECRET")];
  const problem = (key && keyProblem(key)) || (secret && secretProblem(secret, "exs_"));
  if (problem) throw new PlainError(`LIGHTNODE_API_KEY or LIGHTNODE_API_SECRET: ${problem}`);
  const found = {
    url: text("LIGHTNODE_URL"),
    key,
    secret,
    pusherKey: text("PUSHER_KEY"),
    pusherCluster: text("PUSHER_CLUSTER"),
    zmqHost: text("ZMQ_HOST"),
    zmqPort: wholeNumber(values, "ZMQ_PORT", 1, 65_535),
    heartbeatIntervalMs: wholeNumber(values, "HEARTBEAT_INTERVAL_MS", 1_000, 3_600_000),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The environment's variables over those of the home's `.env`. */
export function readManualSettings(home: Home, env: NodeJS.ProcessEnv = process.env): ManualSettings {
  const inFile = parseEnvFile(readIfThere(home.manual) ?? "");
  if (inFile.LIGHTNODE_API_SECRET && existsSync(home.manual)) refuseReadableByOthers(home.manual);
  return manualSettingsOf({ ...inFile, ...env });
}
