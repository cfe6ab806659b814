import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  encodePacket,
  encodeString,
  MinecraftPacketParser,
  readString,
} from "@/lib/provisioning/protocols/minecraft-packets";
import { pingMinecraft } from "@/lib/provisioning/protocols/minecraft-status";
import { sendRconCommand } from "@/lib/provisioning/protocols/rcon";
import { encodeRconPacket, RconPacketParser, rconTypes } from "@/lib/provisioning/protocols/rcon-packets";
import { encodeVarInt } from "@/lib/provisioning/protocols/varint";
import { freePort } from "@/lib/provisioning/testing/free-port";

/** The game as a plain process; in its container it is tested by the engine's contract suite. */
class Game {
  output = "";
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly startedAt = performance.now();

  constructor(environment: Record<string, string>) {
    this.process = spawn(process.execPath, ["games/sample-game/server.mjs"], {
      env: { NODE_ENV: "test", ...environment },
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    this.ended = new Promise((resolve) => this.process.once("close", (code) => resolve(code)));
  }

  async says(text: string): Promise<void> {
    await expect.poll(() => this.output, { timeout: 5000, interval: 5 }).toContain(text);
  }

  async types(line: string, answer: string): Promise<void> {
    this.process.stdin?.write(`${line}\n`);
    await this.says(answer);
  }
}

let directory = "";
let port = 0;
let rconPort = 0;
const games: Game[] = [];

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), "sample-game-"));
  port = await freePort();
  rconPort = await freePort();
});
afterEach(async () => {
  for (const game of games.splice(0)) {
    game.process.kill("SIGKILL");
    await game.ended;
  }
  await rm(directory, { recursive: true });
});

function start(environment: Record<string, string> = {}): Game {
  const game = new Game({
    EULA: "TRUE",
    DATA_DIRECTORY: directory,
    SERVER_PORT: `${port}`,
    RCON_PORT: `${rconPort}`,
    RCON_PASSWORD: "secret",
    ...environment,
  });
  games.push(game);
  return game;
}

async function started(environment: Record<string, string> = {}): Promise<Game> {
  const game = start(environment);
  await game.says("Done (");
  return game;
}
const rcon = async (command: string) =>
  (await sendRconCommand({ host: "127.0.0.1", port: rconPort, password: "secret" }, command)).text;

describe("starting", () => {
  test("is quick, and says so in Minecraft's way", async () => {
    const game = await started();
    const seconds = Number(/Done \(([\d.]+)s\)! For help, type "help"/.exec(game.output)?.[1]);
    expect(seconds).toBeLessThan(1);
    for (const line of game.output.trim().split("\n")) expect(line).toMatch(/^\[\d\d:\d\d:\d\d\] \[[\w ]+\/INFO\]: \S/);
    expect(game.output).not.toContain("secret");
  });

  test("needs the EULA, in the environment or accepted before", async () => {
    const refused = start({ EULA: "" });
    expect(await refused.ended).toBe(1);
    expect(refused.output).toContain("Please accept the Minecraft EULA at");
    expect(await readdir(directory)).toEqual([]);
    await writeFile(path.join(directory, "eula.txt"), "eula=true\n");
    await started({ EULA: "" });
  });

  test.each([
    ["MAX_PLAYERS", "many"],
    ["MAX_PLAYERS", "0"],
    ["SERVER_PORT", "70000"],
    ["MODE", "god"],
    ["DIFFICULTY", "impossible"],
    ["LEVEL", "../../etc"],
    ["MEMORY", "lots"],
  ])("refuses %s=%s and says why", async (name, value) => {
    const game = start({ [name]: value });
    expect(await game.ended).toBe(1);
    expect(game.output).toContain(name);
  });

  test("a taken port ends it with an error", async () => {
    await started();
    const second = start({ DATA_DIRECTORY: path.join(directory, "second") });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain("FAILED TO BIND TO PORT");
  });

  test("SETUP_ONLY prepares and ends", async () => {
    const game = start({ SETUP_ONLY: "TRUE", LEVEL: "my world", SEED: "-5", MOTD: "a\nb" });
    expect(await game.ended).toBe(0);
    expect((await readdir(directory)).sort()).toEqual(["eula.txt", "my world", "server.properties"]);
    expect(JSON.parse(await readFile(path.join(directory, "my world/world.json"), "utf8"))).toMatchObject({
      seed: "-5",
    });
    const properties = await readFile(path.join(directory, "server.properties"), "utf8");
    expect(properties).toContain("motd=a b\n");
    expect(properties).not.toContain("secret");
  });
});

describe("running", () => {
  test("answers pings with its settings and counts its bots", async () => {
    await started({ MOTD: "Hi", MAX_PLAYERS: "3", VERSION: "1.20.4" });
    expect(await rcon("bot add Alex")).toBe("Alex joined");
    expect(await pingMinecraft({ host: "127.0.0.1", port })).toMatchObject({
      motd: "Hi",
      playersMax: 3,
      playersOnline: 1,
      versionName: "Sample 1.20.4",
    });
    expect(await rcon("list")).toBe("There are 1 of a max of 3 players online: Alex");
    expect(await rcon("bot remove Alex")).toBe("Alex left");
  });

  test("turns a player away politely", async () => {
    await started({ SERVER_NAME: "My server" });
    const socket = connect(port, "127.0.0.1");
    const portField = Buffer.from([0x63, 0xdd]);
    socket.write(encodePacket(0, encodeVarInt(772), encodeString("localhost"), portField, encodeVarInt(2)));
    socket.write(encodePacket(0, encodeString("Alex"), Buffer.alloc(16)));
    const parser = new MinecraftPacketParser();
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk);
    const [packet] = parser.push(Buffer.concat(received));
    expect(packet?.id).toBe(0);
    expect(JSON.parse(readString(packet?.body ?? Buffer.alloc(0), 0)).text).toContain("My server is a sample world");
  });

  test("survives rubbish on both ports", async () => {
    await started();
    for (const target of [port, rconPort]) {
      for (const rubbish of ["GET / HTTP/1.1\r\n\r\n", Buffer.alloc(64, 0xff), Buffer.alloc(5000), "\xfe\x01"]) {
        const socket = connect(target, "127.0.0.1");
        socket.on("error", () => {});
        socket.end(rubbish);
        await new Promise((resolve) => socket.once("close", resolve));
      }
    }
    expect((await pingMinecraft({ host: "127.0.0.1", port })).playersMax).toBe(20);
    expect(await rcon("seed")).toMatch(/^Seed/);
  });

  test("obeys the console and RCON alike", async () => {
    const game = await started({ SEED: "7" });
    await game.types("seed", "Seed: [7]");
    await game.types("say hello", "[Server] hello");
    expect(await rcon("say ✓")).toBe("");
    await game.says("[Rcon] ✓");
    const replies: [string, string | RegExp][] = [
      ["/seed", "Seed: [7]"],
      ["get block 1 2 3", "The block at 1, 2, 3 is minecraft:stone"],
      ["set block 1 2 3 gold_block", "Changed the block at 1, 2, 3"],
      ["getblock 1 2 3", "The block at 1, 2, 3 is minecraft:gold_block"],
      ["set block 1 999 3 gold_block", "That position is not in the world"],
      ["set block 1 2 3 <script>", /Unknown block type/],
      ["whitelist add Alex", "Added Alex to the whitelist"],
      ["whitelist add Alex", "Player is already whitelisted"],
      ["whitelist add ../x", "That player does not exist"],
      ["whitelist list", "There are 1 whitelisted player(s): Alex"],
      ["whitelist remove Alex", "Removed Alex from the whitelist"],
      ["time set noon", "Set the time to 6000"],
      ["time query daytime", /^The time is 60\d\d$/],
      ["constructor", /^Unknown or incomplete command/],
      ["", ""],
    ];
    for (const [command, reply] of replies)
      expect(await rcon(command)).toEqual(expect.stringMatching(toPattern(reply)));
  });

  test("RCON obeys nobody who has not said the password", async () => {
    const game = await started();
    const socket = connect(rconPort, "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (chunk) => received.push(chunk));
    socket.write(encodeRconPacket(5, rconTypes.command, "say intruder"));
    await new Promise((resolve) => socket.once("close", resolve));
    expect(new RconPacketParser().push(Buffer.concat(received)).map((packet) => packet.id)).toEqual([-1]);
    const wrong = sendRconCommand({ host: "127.0.0.1", port: rconPort, password: "secre" }, "say intruder");
    await expect(wrong).rejects.toMatchObject({ code: "rcon_refused" });
    expect(game.output).not.toContain("intruder");
  });

  test("without RCON there is none", async () => {
    await started({ ENABLE_RCON: "false" });
    await expect(rcon("seed")).rejects.toMatchObject({ code: "rcon_unavailable" });
  });
});

function toPattern(text: string | RegExp): RegExp {
  return text instanceof RegExp ? text : new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}

describe("ending", () => {
  test("SIGTERM saves the world and ends with 0 within a second; the next start finds it", async () => {
    const game = await started();
    await rcon("set block 1 2 3 gold_block");
    await rcon("whitelist add Alex");
    const askedAt = performance.now();
    game.process.kill("SIGTERM");
    expect(await game.ended).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(1000);
    expect(game.output).toContain("All dimensions are saved");
    await started({ SEED: "another" });
    expect(await rcon("get block 1 2 3")).toContain("gold_block");
    expect(await rcon("whitelist list")).toContain("Alex");
  });

  test("`stop` ends with 0, `crash` with 1", async () => {
    const first = await started();
    expect(await rcon("stop")).toBe("Stopping the server");
    expect(await first.ended).toBe(0);
    const second = await started();
    await second.types("crash", "crashed by command");
    expect(await second.ended).toBe(1);
  });

  test("saving never touches the file that is there", async () => {
    await started();
    const before = await open(path.join(directory, "world/world.json"));
    await rcon("set block 1 2 3 gold_block");
    await rcon("save-all");
    expect(JSON.parse(await before.readFile("utf8")).blocks).toEqual({});
    await before.close();
    const after = await readFile(path.join(directory, "world/world.json"), "utf8");
    expect(JSON.parse(after).blocks).toEqual({ "1 2 3": "minecraft:gold_block" });
  });

  test("a kill while it saves leaves the old world or the new one, and no half", async () => {
    for (let round = 0; round < 8; round++) {
      const game = await started();
      await rcon(`set block 0 ${round} 0 gold_block`);
      await rcon("save-all");
      game.process.stdin?.write("save-all\n".repeat(200));
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      game.process.kill("SIGKILL");
      await game.ended;
      const world = JSON.parse(await readFile(path.join(directory, "world/world.json"), "utf8"));
      expect(Object.keys(world.blocks)).toHaveLength(round + 1);
    }
  });
});
