// @ts-check
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { runCommand } from "./commands.mjs";
import { createRconServer } from "./rcon-server.mjs";
import { parseSettings } from "./settings.mjs";
import { createStatusServer } from "./status-server.mjs";
import { World, writeAtomically } from "./world.mjs";

/**
 * A small real game server of our own: it can be pinged, commanded over RCON and over its console, keeps a world in
 * /data and stops gracefully. It lets a panel be tried, and its provisioning be tested, without a download.
 */
const autosaveMs = 30_000;
/** That of 1.21.8, for callers who ask without naming theirs. */
const ownProtocol = 772;

/** @param {string} thread @param {string} text @param {string} [level] */
function log(thread, text, level = "INFO") {
  const time = new Date().toISOString().slice(11, 19);
  for (const line of text.split("\n")) process.stdout.write(`[${time}] [${thread}/${level}]: ${line}\n`);
}

/** @param {string} text @returns {never} */
function refuse(text) {
  process.stdout.write(`${text}\n`);
  process.exit(1);
}

function loadSettings() {
  try {
    return parseSettings(process.env);
  } catch (error) {
    return refuse(`[init] ERROR: ${error instanceof Error ? error.message : error}`);
  }
}

const settings = loadSettings();
const eulaFile = path.join(settings.dataDirectory, "eula.txt");
if (!settings.eula && !existsSync(eulaFile)) {
  refuse(
    "[init] Please accept the Minecraft EULA at\n[init]   https://account.mojang.com/documents/minecraft_eula\n" +
      "[init] by adding the following immediately after 'docker run':\n[init]   -e EULA=TRUE",
  );
}

/** Never the RCON password: customers share these files when they ask for help. */
function writeFiles() {
  writeAtomically(eulaFile, "eula=true\n");
  const properties = {
    difficulty: settings.difficulty,
    gamemode: settings.mode,
    "level-name": settings.level,
    "max-players": settings.maxPlayers,
    motd: settings.motd.replace(/[\r\n]+/g, " "),
    "server-port": settings.serverPort,
  };
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
  writeAtomically(path.join(settings.dataDirectory, "server.properties"), lines.join(""));
}

const world = new World(path.join(settings.dataDirectory, settings.level), settings.seed);
writeFiles();
world.save();
if (settings.setupOnly) {
  log("init", `The world "${settings.level}" is prepared; SETUP_ONLY is set, so the server does not start`);
  process.exit(0);
}

/** @type {Set<string>} */
const players = new Set();
let stopping = false;

function save() {
  world.save();
  log("Server thread", "Saved the game");
}

/** Saves and ends at once; the connections end with the process. @param {number} exitCode */
function stop(exitCode) {
  if (stopping) return;
  stopping = true;
  log("Server thread", "Stopping server");
  log("Server thread", `Saving worlds (at most ${settings.stopSeconds} s)`);
  world.save();
  log("Server thread", "All dimensions are saved");
  // Standard output may be a pipe: leave only when it is empty.
  process.stdout.write("", () => process.exit(exitCode));
}

/** @param {"Server" | "Rcon"} source @param {string} line */
function command(source, line) {
  const say = (/** @type {string} */ text) => log("Server thread", text);
  return runCommand({ world, settings, source, say, save, stop, players }, line);
}

function status(/** @type {number} */ protocol) {
  return {
    // The caller's own protocol: its list shows the server as compatible, and a join gets the message below.
    version: { name: `Sample ${settings.version}`, protocol: protocol > 0 ? protocol : ownProtocol },
    players: {
      max: settings.maxPlayers,
      online: players.size,
      sample: [...players].slice(0, 12).map((name) => ({ name, id: "00000000-0000-0000-0000-000000000000" })),
    },
    description: { text: settings.motd },
    enforcesSecureChat: false,
  };
}

/** @param {import("node:net").Server} server @param {number} port */
function listen(server, port) {
  server.on("error", (error) => {
    log("Server thread", `**** FAILED TO BIND TO PORT ${port}: ${error.message}`, "WARN");
    process.exit(1);
  });
  return new Promise((resolve) => server.listen(port, "0.0.0.0", () => resolve(undefined)));
}

for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => stop(0));
log(
  "Server thread",
  `Starting minecraft server version ${settings.version} (${settings.serverName}, LightNode sample)`,
);
log("Server thread", `Default game type: ${settings.mode.toUpperCase()}, memory ${settings.memory}`);
log("Server thread", `Preparing level "${settings.level}"`);
log("Server thread", `Starting Minecraft server on *:${settings.serverPort}`);
await listen(
  createStatusServer({
    status,
    refusal: `${settings.serverName} is a sample world: it can be pinged and commanded, but not played.`,
    onJoinAttempt: (address) => log("Server thread", `${address} tried to join and was refused: this is a sample`),
  }),
  settings.serverPort,
);
if (settings.rcon.enabled) {
  await listen(
    createRconServer({ password: settings.rcon.password, run: (line) => command("Rcon", line) }),
    settings.rcon.port,
  );
  log("Server thread", `RCON running on 0.0.0.0:${settings.rcon.port}`);
}
log("Server thread", `Done (${(performance.now() / 1000).toFixed(3)}s)! For help, type "help"`);

createInterface({ input: process.stdin }).on("line", (line) => {
  const reply = command("Server", line);
  if (reply) log("Server thread", reply);
});
setInterval(() => {
  if (world.hasChanges) save();
}, autosaveMs);
process.on("uncaughtException", (error) => {
  log("Server thread", `Encountered an unexpected exception: ${error.message}`, "ERROR");
  process.exit(1);
});
