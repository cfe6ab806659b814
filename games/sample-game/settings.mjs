// @ts-check
import { randomBytes } from "node:crypto";

/**
 * The environment, with the names of itzg/minecraft-server, so that one template form serves both.
 * @typedef {{
 *   eula: boolean, motd: string, maxPlayers: number, seed: string, mode: string, difficulty: string, level: string,
 *   serverName: string, version: string, memory: string, serverPort: number, setupOnly: boolean,
 *   rcon: { enabled: boolean, port: number, password: string }, stopSeconds: number, dataDirectory: string,
 * }} Settings
 */

/** @param {string | undefined} text @param {boolean} fallback */
function flag(text, fallback) {
  return text === undefined || text === "" ? fallback : text.toLowerCase() === "true";
}

/** @param {string} name @param {string | undefined} text @param {number} fallback @param {number} min @param {number} max */
function integer(name, text, fallback, min, max) {
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}

/** @param {string} name @param {string | undefined} text @param {string[]} values */
function oneOf(name, text, values) {
  const value = (text || values[0] || "").toLowerCase();
  if (!values.includes(value)) throw new Error(`${name} must be one of ${values.join(", ")}, not "${text}"`);
  return value;
}

/** @param {string | undefined} text */
function levelName(text) {
  const name = text || "world";
  if (!/^[A-Za-z0-9_][A-Za-z0-9_. -]{0,63}$/.test(name)) throw new Error(`LEVEL "${name}" is not a directory name`);
  return name;
}

/** @param {string | undefined} text */
function memorySize(text) {
  const size = text || "64M";
  if (!/^\d+[kmgKMG]?$|^\d{1,3}%$/.test(size)) throw new Error(`MEMORY "${size}" is not a size such as 512M or 1G`);
  return size;
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Settings}
 */
export function parseSettings(env) {
  return {
    eula: flag(env.EULA, false),
    motd: env.MOTD || "A LightNode sample world",
    maxPlayers: integer("MAX_PLAYERS", env.MAX_PLAYERS, 20, 1, 100_000),
    seed: env.SEED || "",
    mode: oneOf("MODE", env.MODE, ["survival", "creative", "adventure", "spectator"]),
    difficulty: oneOf("DIFFICULTY", env.DIFFICULTY, ["easy", "peaceful", "normal", "hard"]),
    level: levelName(env.LEVEL),
    serverName: env.SERVER_NAME || "sample-game",
    version: !env.VERSION || env.VERSION === "LATEST" ? "1.21.8" : env.VERSION,
    memory: memorySize(env.MEMORY),
    serverPort: integer("SERVER_PORT", env.SERVER_PORT, 25_565, 1, 65_535),
    setupOnly: flag(env.SETUP_ONLY, false),
    rcon: {
      enabled: flag(env.ENABLE_RCON, true),
      port: integer("RCON_PORT", env.RCON_PORT, 25_575, 1, 65_535),
      // Like the original: a random password when none is set.
      password: env.RCON_PASSWORD || randomBytes(12).toString("hex"),
    },
    stopSeconds: integer("STOP_DURATION", env.STOP_DURATION, 60, 1, 3600),
    dataDirectory: env.DATA_DIRECTORY || "/data",
  };
}
