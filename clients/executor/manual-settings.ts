import type { Configuration } from "./configuration";
import type { Credentials } from "./credentials";
import { type Home, readIfThere } from "./home";

/**
 * Settings by hand, from the environment or `executor.env` in the home, as executors had them before: LIGHTNODE_URL,
 * LIGHTNODE_API_KEY, LIGHTNODE_API_SECRET, PUSHER_KEY, PUSHER_CLUSTER, PUSHER_HOST, PUSHER_PORT, ZMQ_HOST, ZMQ_PORT,
 * HEARTBEAT_INTERVAL_MS. They win over what the panel says.
 */
export type ManualSettings = { credentials: Credentials | null; overrides: Partial<Configuration> };

export function readManualSettings(home: Home, env: NodeJS.ProcessEnv = process.env): ManualSettings {
  const values = { ...parseEnvFile(readIfThere(home.file("executor.env")) ?? ""), ...env };
  const { LIGHTNODE_URL: url, LIGHTNODE_API_KEY: key, LIGHTNODE_API_SECRET: secret } = values;
  const credentials = url && key && secret ? { url, key, secret } : null;
  return { credentials, overrides: overridesOf(values) };
}

function overridesOf(values: Record<string, string | undefined>): Partial<Configuration> {
  const overrides: Partial<Configuration> = {};
  if (values.PUSHER_KEY) overrides.pusherKey = values.PUSHER_KEY;
  if (values.PUSHER_CLUSTER) overrides.pusherCluster = values.PUSHER_CLUSTER;
  if (values.PUSHER_HOST) overrides.pusherHost = values.PUSHER_HOST;
  if (values.ZMQ_HOST) overrides.zmqHost = values.ZMQ_HOST;
  const whole = (name: string, least: number, most: number) => {
    const value = Number(values[name]);
    return values[name] && Number.isInteger(value) && value >= least && value <= most ? value : null;
  };
  const [pusherPort, zmqPort] = [whole("PUSHER_PORT", 1, 65_535), whole("ZMQ_PORT", 1, 65_535)];
  const interval = whole("HEARTBEAT_INTERVAL_MS", 5_000, 300_000);
  if (pusherPort !== null) overrides.pusherPort = pusherPort;
  if (zmqPort !== null) overrides.zmqPort = zmqPort;
  if (interval !== null) overrides.heartbeatIntervalMs = interval;
  return overrides;
}

/** `NAME=value` a line; quotes around a value are taken off, what begins with # is a remark. Pure. */
export function parseEnvFile(text: string): Record<string, string> {
  const pairs = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, "$2")] as const];
  });
  return Object.fromEntries(pairs);
}
