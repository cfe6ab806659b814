// @ts-check
import { closeSync, mkdirSync, openSync, write, writeFileSync } from "node:fs";

/**
 * @typedef {{
 *   world: import("./world.mjs").World,
 *   settings: import("./settings.mjs").Settings,
 *   source: "Server" | "Rcon",
 *   say: (text: string) => void,
 *   save: () => void,
 *   stop: (exitCode: number) => void,
 *   players: Set<string>,
 * }} Context
 * @typedef {{ usage: string, run: (context: Context, args: string[]) => string }} Command
 */

const playerName = /^[A-Za-z0-9_]{1,16}$/;
const blockName = /^(?:[a-z0-9_.-]{1,64}:)?[a-z0-9_./-]{1,64}$/;
const fillPieceMb = 8;
const leakBytes = 8 * 1024 * 1024;
/** Memory taken by `leak`, never released. @type {Buffer[]} */
const leaked = [];

/** @param {string[]} args @returns {[number, number, number] | null} */
function position(args) {
  const [x, y, z] = args.slice(0, 3).map((text) => (/^-?\d{1,8}$/.test(text) ? Number(text) : Number.NaN));
  if (x === undefined || y === undefined || z === undefined || Number.isNaN(x + y + z)) return null;
  return y < -64 || y > 319 ? null : [x, y, z];
}

/** @param {Context} context @param {string[]} args */
function getBlock({ world }, args) {
  const at = position(args);
  return at ? `The block at ${at.join(", ")} is ${world.block(...at)}` : "That position is not in the world";
}

/** @param {Context} context @param {string[]} args */
function setBlock({ world }, args) {
  const at = position(args);
  const block = args[3] ?? "";
  if (!at) return "That position is not in the world";
  if (!blockName.test(block)) return `Unknown block type '${block}'`;
  world.setBlock(...at, block.includes(":") ? block : `minecraft:${block}`);
  return `Changed the block at ${at.join(", ")}`;
}

/** @param {Context} context @param {string[]} args */
function whitelist({ world }, [action = "", name = ""]) {
  const names = world.whitelist;
  if (action === "list") {
    return names.length === 0
      ? "There are no whitelisted players"
      : `There are ${names.length} whitelisted player(s): ${names.join(", ")}`;
  }
  if (!playerName.test(name)) return "That player does not exist";
  if (action === "add") return world.allow(name) ? `Added ${name} to the whitelist` : "Player is already whitelisted";
  if (action === "remove") {
    return world.disallow(name) ? `Removed ${name} from the whitelist` : "Player is not whitelisted";
  }
  return "Usage: whitelist add|remove <player>, whitelist list";
}

/** @param {Context} context @param {string[]} args */
function time({ world }, [action = "query", value = "daytime"]) {
  if (action === "set") {
    const named = /** @type {Record<string, number>} */ ({ day: 1000, noon: 6000, night: 13_000, midnight: 18_000 });
    const ticks = named[value] ?? Number(value);
    if (!Number.isInteger(ticks) || ticks < 0) return `'${value}' is not a time`;
    world.setDayTime(ticks);
    return `Set the time to ${ticks}`;
  }
  return `The time is ${value === "day" ? world.day : value === "gametime" ? world.ticks : world.dayTime}`;
}

/**
 * A player who is only counted, so that player graphs have something to show. @param {Context} context @param
 * {string[]} args
 */
function bot({ players, settings, say }, [action = "", name = ""]) {
  if (!playerName.test(name)) return "That player does not exist";
  if (action === "add") {
    if (players.size >= settings.maxPlayers) return "The server is full";
    players.add(name);
    say(`${name} joined the game`);
    return `${name} joined`;
  }
  if (action === "remove" && players.delete(name)) {
    say(`${name} left the game`);
    return `${name} left`;
  }
  return "Usage: bot add|remove <player>";
}

/** Takes memory until the kernel ends the process: shows how a panel distinguishes this from a crash. */
function leak() {
  setInterval(() => leaked.push(Buffer.alloc(leakBytes, 1)), 5);
  return "Taking memory until there is none left";
}

/** @type {Record<string, Command>} */
const commands = {
  help: {
    usage: "help",
    run: () =>
      Object.values(commands)
        .map((command) => `/${command.usage}`)
        .join("\n"),
  },
  list: {
    usage: "list",
    run: ({ players, settings }) =>
      `There are ${players.size} of a max of ${settings.maxPlayers} players online: ${[...players].join(", ")}`.trim(),
  },
  say: {
    usage: "say <message>",
    run: (context, args) => {
      context.say(`[${context.source}] ${args.join(" ")}`);
      return "";
    },
  },
  "save-all": {
    usage: "save-all",
    run: (context) => {
      context.save();
      return "Saved the game";
    },
  },
  seed: { usage: "seed", run: ({ world }) => `Seed: [${world.seed}]` },
  time: { usage: "time query daytime|day|gametime, time set <ticks>|day|night", run: time },
  whitelist: { usage: "whitelist add|remove <player>, whitelist list", run: whitelist },
  getblock: { usage: "getblock <x> <y> <z>", run: getBlock },
  setblock: { usage: "setblock <x> <y> <z> <block>", run: setBlock },
  get: { usage: "get block <x> <y> <z>", run: (context, [, ...args]) => getBlock(context, args) },
  set: { usage: "set block <x> <y> <z> <block>", run: (context, [, ...args]) => setBlock(context, args) },
  bot: { usage: "bot add|remove <player>", run: bot },
  stop: {
    usage: "stop",
    run: (context) => {
      // After the reply has left.
      setTimeout(() => context.stop(0), 20);
      return "Stopping the server";
    },
  },
  crash: {
    usage: "crash",
    run: () => {
      setTimeout(() => {
        throw new Error("crashed by command");
      }, 20);
      return "Crashing the server";
    },
  },
  leak: { usage: "leak", run: leak },
  print: { usage: "print <kilobytes>", run: (_, [kilobytes]) => "0123456789abcdef".repeat(64 * Number(kilobytes)) },
  fill: { usage: "fill <megabytes>", run: (_, [megabytes]) => fill(Number(megabytes)) },
  litter: { usage: "litter <files>", run: (_, [files]) => litter(Number(files)) },
};

/** Writes a large file as fast as the disk takes it. @param {number} megabytes */
function fill(megabytes) {
  if (!(megabytes > 0)) return "Say how many megabytes";
  const piece = Buffer.alloc(fillPieceMb * 1024 * 1024, 1);
  const file = openSync("fill.bin", "a");
  let left = megabytes;
  const next = () => {
    if (left <= 0) return closeSync(file);
    left -= fillPieceMb;
    return write(file, piece, (error) => (error ? closeSync(file) : next()));
  };
  next();
  return `Filling ${megabytes} MB`;
}

/** Makes many small files as fast as the disk takes them. @param {number} files */
function litter(files) {
  if (!(files > 0)) return "Say how many files";
  mkdirSync("litter", { recursive: true });
  let made = 0;
  const next = () => {
    for (let count = 0; count < 200 && made < files; count++) writeFileSync(`litter/${Date.now()}-${made++}`, "x");
    if (made < files) setImmediate(next);
  };
  setImmediate(next);
  return `Making ${files} files`;
}

/** @param {Context} context @param {string} line @returns {string} */
export function runCommand(context, line) {
  const [name = "", ...args] = line.trim().replace(/^\//, "").split(/\s+/);
  if (name === "") return "";
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command ? command.run(context, args) : `Unknown or incomplete command, see below for error\n${name}<--[HERE]`;
}
