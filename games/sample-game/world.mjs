// @ts-check
import { createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import path from "node:path";

const ticksPerSecond = 20;
const ticksPerDay = 24_000;
const formatVersion = 1;

/** @typedef {{ formatVersion: number, seed: string, ticks: number, blocks: Record<string, string>, whitelist: string[] }} WorldFile */

/** Minecraft's rule: a number is the seed itself, any other text is hashed. @param {string} text */
function seedFrom(text) {
  if (/^-?\d{1,19}$/.test(text)) return BigInt.asIntN(64, BigInt(text)).toString();
  const bytes = text === "" ? randomBytes(8) : createHash("sha256").update(text).digest().subarray(0, 8);
  return bytes.readBigInt64BE().toString();
}

/** Written beside the old file and moved over it, so that a kill at any moment leaves a whole world. @param {string} file @param {string} text */
export function writeAtomically(file, text) {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, "w", 0o644);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}

/** The sample world: blocks that were set, the time of day, the whitelist; one JSON file. */
export class World {
  #file;
  /** @type {WorldFile} */ #state;
  #loadedAt = Date.now();
  #savedBlocks = "";

  /** @param {string} directory @param {string} seed */
  constructor(directory, seed) {
    mkdirSync(directory, { recursive: true });
    this.#file = path.join(directory, "world.json");
    this.#state = existsSync(this.#file)
      ? JSON.parse(readFileSync(this.#file, "utf8"))
      : { formatVersion, seed: seedFrom(seed), ticks: 0, blocks: {}, whitelist: [] };
    if (this.#state.formatVersion !== formatVersion) throw new Error(`${this.#file} is of another format`);
  }

  get seed() {
    return this.#state.seed;
  }

  get ticks() {
    return this.#state.ticks + Math.floor(((Date.now() - this.#loadedAt) / 1000) * ticksPerSecond);
  }

  get dayTime() {
    return this.ticks % ticksPerDay;
  }

  get day() {
    return Math.floor(this.ticks / ticksPerDay);
  }

  /** @param {number} dayTime */
  setDayTime(dayTime) {
    this.#state.ticks = this.day * ticksPerDay + (dayTime % ticksPerDay);
    this.#loadedAt = Date.now();
  }

  /** @param {number} x @param {number} y @param {number} z */
  block(x, y, z) {
    const set = this.#state.blocks[`${x} ${y} ${z}`];
    if (set) return set;
    if (y < -60) return "minecraft:bedrock";
    return y < 62 ? "minecraft:stone" : y === 62 ? "minecraft:grass_block" : "minecraft:air";
  }

  /** @param {number} x @param {number} y @param {number} z @param {string} block */
  setBlock(x, y, z, block) {
    this.#state.blocks[`${x} ${y} ${z}`] = block;
  }

  get whitelist() {
    return [...this.#state.whitelist];
  }

  /** @param {string} name */
  allow(name) {
    if (this.#state.whitelist.includes(name)) return false;
    this.#state.whitelist.push(name);
    return true;
  }

  /** @param {string} name */
  disallow(name) {
    const before = this.#state.whitelist.length;
    this.#state.whitelist = this.#state.whitelist.filter((other) => other !== name);
    return this.#state.whitelist.length < before;
  }

  save() {
    this.#state.ticks = this.ticks;
    this.#loadedAt = Date.now();
    writeAtomically(this.#file, JSON.stringify(this.#state));
    this.#savedBlocks = this.#changes();
  }

  /** Whether a player could lose something; the clock alone is not worth a write. */
  get hasChanges() {
    return this.#changes() !== this.#savedBlocks;
  }

  #changes() {
    return JSON.stringify([this.#state.blocks, this.#state.whitelist]);
  }
}
