import { status } from "minecraft-server-util";
import { Rcon } from "rcon-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeOf, Harness } from "../contract/harness";
import { createDockerEngine } from "../docker/engine";
import { buildSampleImage } from "../local-images/build-sample-image";
import { pingMinecraft } from "./minecraft-status";
import { RconConnection, sendRconCommand } from "./rcon";

/** Our clients and other people's against the sample game in a real container: both must see the same. */
const dockerHost = "unix:///var/run/docker.sock";
const harness = new Harness({
  makeEngine: (options) => createDockerEngine({ dockerHost, ...options }),
  imageId: async () => (await buildSampleImage({ dockerHost })).imageId,
  removeImage: async () => {},
});

let gamePort = 0;
let address = "";
const password = "s3cret-pässword";

beforeAll(async () => {
  await harness.prepare();
  const environment = { EULA: "TRUE", RCON_PASSWORD: password, MOTD: "§aHello §lworld ✓", MAX_PLAYERS: "7" };
  const spec = await harness.game({ environment, cpus: 1 });
  gamePort = spec.ports[0]?.hostPort ?? 0;
  address = (await harness.engine.inspect(spec.name))?.ipAddress ?? "";
});
afterAll(() => harness.sweep());

describe("status", () => {
  test("ours", async () => {
    const found = await pingMinecraft({ host: "127.0.0.1", port: gamePort });
    expect(found).toEqual({
      versionName: "Sample 1.21.8",
      protocol: 772,
      playersOnline: 0,
      playersMax: 7,
      motd: "Hello world ✓",
      latencyMs: expect.any(Number),
    });
    expect(found.latencyMs).toBeGreaterThan(0);
  });

  test("minecraft-server-util's", async () => {
    const found = await status("127.0.0.1", gamePort, { enableSRV: false });
    expect(found.motd.clean).toBe("Hello world ✓");
    expect(found.players).toMatchObject({ online: 0, max: 7 });
    expect(found.version.name).toBe("Sample 1.21.8");
  });

  test("a hundred at once", async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, () => pingMinecraft({ host: "127.0.0.1", port: gamePort, timeoutMs: 10_000 })),
    );
    expect(all.every((found) => found.playersMax === 7)).toBe(true);
  });
});

describe("RCON", () => {
  const ours = () => ({ host: address, port: 25_575, password });

  test("ours", async () => {
    expect((await sendRconCommand(ours(), "list")).text).toBe("There are 0 of a max of 7 players online:");
    expect((await sendRconCommand(ours(), "say ✓ from afar")).text).toBe("");
    expect(await codeOf(sendRconCommand({ ...ours(), password: "wrong" }, "list"))).toBe("rcon_refused");
    expect(await codeOf(sendRconCommand(ours(), "x".repeat(1447)))).toBe("validation_failed");
  });

  test("rcon-client's", async () => {
    const rcon = await Rcon.connect({ host: address, port: 25_575, password });
    expect(await rcon.send("seed")).toMatch(/^Seed: \[-?\d+\]$/);
    expect(await rcon.send("help")).toContain("/save-all");
    await rcon.end();
    await expect(Rcon.connect({ host: address, port: 25_575, password: "wrong" })).rejects.toThrow("Authentication");
  });

  test("replies over several packets arrive whole, and every reply at its own command", async () => {
    const rcon = await RconConnection.open(ours());
    const names = Array.from({ length: 900 }, (_, index) => `Player_${String(index).padStart(9, "0")}`);
    await Promise.all(names.map((name) => rcon.send(`whitelist add ${name}`)));
    const expected = `There are 900 whitelisted player(s): ${names.join(", ")}`;
    expect(expected.length).toBeGreaterThan(3 * 4096);
    const [list, seed, again] = await Promise.all([
      rcon.send("whitelist list"),
      rcon.send("seed"),
      rcon.send("whitelist list"),
    ]);
    expect(list.text).toBe(expected);
    expect(seed.text).toMatch(/^Seed/);
    expect(again.text).toBe(expected);
    rcon.close();
    expect(await codeOf(rcon.send("seed"))).toBe("rcon_unavailable");
  });

  test("a connection notices that the game ends", async () => {
    const game = await harness.game();
    const host = (await harness.engine.inspect(game.name))?.ipAddress ?? "";
    const rcon = await RconConnection.open({ host, port: 25_575, password: "contract-secret", timeoutMs: 1000 });
    expect((await rcon.send("stop")).text).toBe("Stopping the server");
    await harness.ended(game.name);
    await expect.poll(() => rcon.isOpen).toBe(false);
    expect(await codeOf(rcon.send("list"))).toBe("rcon_unavailable");
  });
});
