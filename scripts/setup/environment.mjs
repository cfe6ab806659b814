import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";
import { loadSecrets } from "./secrets.mjs";

/** Reads .env without overriding variables of the shell. */
export function loadEnvFile() {
  const file = path.join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

export function dataDirectory() {
  return path.resolve(process.env.DATA_DIR || path.join(root, "data"));
}

/**
 * The whole environment of the panel's processes: what is set, plus defaults and generated secrets for what is not.
 * `databaseUrl` is the embedded database's, when there is one.
 */
export function panelEnvironment({ databaseUrl, mode }) {
  const dataDir = dataDirectory();
  const secrets = loadSecrets(dataDir);
  const given = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const port = given.PORT ?? "3000";
  const realtimePort = given.REALTIME_PORT ?? "6001";
  const hosted = Boolean(given.NEXT_PUBLIC_PUSHER_KEY);
  const {
    POSTGRES_PASSWORD: _superusers,
    POSTGRES_PANEL_PASSWORD: _inUrl,
    RETIRED_ENCRYPTION_KEYS: _retired,
    ...panelSecrets
  } = secrets;
  // Keys that the environment gives are the operator's to add; ours are read again from their file.
  const keysFile = given.ENCRYPTION_KEYS ? {} : { ENCRYPTION_KEYS_FILE: path.join(dataDir, "secrets.json") };
  const embeddedRealtime = hosted ? {} : { PUSHER_HOST: "127.0.0.1", PUSHER_PORT: realtimePort };
  return {
    embeddedRealtime: !hosted,
    env: {
      ...panelSecrets,
      ...keysFile,
      ...embeddedRealtime,
      NODE_ENV: mode,
      PORT: port,
      REALTIME_PORT: realtimePort,
      NEXTAUTH_URL: `http://localhost:${port}`,
      DATABASE_URL: databaseUrl,
      ...given,
      DATA_DIR: dataDir,
      LIGHTNODE_ROOT: root,
      NEXT_TELEMETRY_DISABLED: "1",
    },
  };
}

/** Makes DATA_DIR and closes it to every other user: the database, secrets and logs of the panel are in it. */
export function closeDataDirectory(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // A folder that everybody may write to, such as /tmp, is not the panel's own.
  if ((statSync(directory).mode & 0o1000) === 0) chmodSync(directory, 0o700);
}

/**
 * Variables that a process has no use for and is not given, by process; lib/core/env.ts fails where one is read all the
 * same.
 */
const withheld = JSON.parse(readFileSync(path.join(root, "lib/core/withheld-variables.json"), "utf8"));

/** The environment of one process. ADMIN_PASSWORD is not needed after the database is prepared. */
export function environmentOf(name, env) {
  const { ADMIN_EMAIL: _email, ADMIN_PASSWORD: _password, ...rest } = env;
  for (const variable of withheld[name] ?? []) delete rest[variable];
  return { ...rest, LIGHTNODE_PROCESS: name };
}
