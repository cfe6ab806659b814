import { describe, expect, test } from "vitest";
import { type ContainerEngine, labels } from "../engine";
import { pingMinecraft } from "../protocols/minecraft-status";
import { sendRconCommand } from "../protocols/rcon";
import { codeOf, type Harness } from "./harness";

/** One network per customer: who reaches whom, and that many can be made at once. */
export function describeNetworks(harness: Harness): void {
  const { engine } = harness;

  /** What a program in that container sees when it dials. */
  async function dial(fromNetwork: string, host: string, port: number): Promise<string> {
    const code = `const s = require('net').connect({ host: '${host}', port: ${port}, timeout: 1500 });
      s.on('connect', () => { console.log('reached'); process.exit(0); });
      s.on('timeout', () => { console.log('silence'); process.exit(0); });
      s.on('error', (e) => { console.log(e.code); process.exit(0); });`;
    const probe = await harness.script(code, { networkName: fromNetwork });
    const { lastLines } = await engine.runToCompletion(probe);
    return lastLines.join();
  }

  describe("isolation", () => {
    test("a game is reached through its published port and from the machine, by nobody else's container", async () => {
      const game = await harness.game();
      const port = game.ports[0]?.hostPort ?? 0;
      const host = (await engine.inspect(game.name))?.ipAddress ?? "";
      expect(host).toMatch(/^10\.211\./);

      const other = await harness.game({ labels: harness.labels({ [labels.owner]: "usr_other" }) });
      expect(await dial(other.networkName, host, 25_575)).not.toBe("reached");
      expect(await dial(other.networkName, host, 25_565)).not.toBe("reached");
      // Its own sibling neither: RCON listens there, and a plugin may be hostile.
      expect(await dial(game.networkName, host, 25_575)).not.toBe("reached");

      expect((await pingMinecraft({ host: "127.0.0.1", port })).playersMax).toBe(20);
      expect((await pingMinecraft({ host, port: 25_565 })).playersMax).toBe(20);
      const rcon = { host, port: 25_575, password: "contract-secret" };
      expect((await sendRconCommand(rcon, "seed")).text).toBe("Seed: [7]");
    });

    test("RCON is not published", async () => {
      const game = await harness.game();
      const state = await engine.inspect(game.name);
      expect(state?.ports.map((binding) => binding.containerPort)).toEqual([25_565]);
    });
  });

  describe("address blocks", () => {
    const address = async (own: ContainerEngine, networkName: string) => {
      const spec = await harness.spec({ networkName });
      await own.createContainer(spec);
      await own.start(spec.name);
      const found = (await own.inspect(spec.name))?.ipAddress ?? "";
      await own.remove(spec.name);
      return found;
    };

    test("twenty at once, from two processes, get different blocks", async () => {
      const rival = harness.makeEngine();
      const names = Array.from({ length: 20 }, () => harness.name("net"));
      await Promise.all(names.map((name, index) => (index % 2 ? rival : engine).ensureNetwork(name, harness.labels())));
      expect((await engine.listNetworks({})).map((network) => network.name).sort()).toEqual([...names].sort());
      const first = await address(engine, names[0] ?? "");
      const last = await address(engine, names[19] ?? "");
      expect(blockOf(first)).not.toBe(blockOf(last));
    });

    test("twenty at once of one name, from two processes, make one", async () => {
      const rival = harness.makeEngine();
      const name = harness.name("net");
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 ? rival : engine).ensureNetwork(name, harness.labels())),
      );
      expect(await engine.listNetworks({})).toHaveLength(1);
    });

    test("when none is left this is said", async () => {
      const small = harness.makeEngine({ networkCidr: "10.209.255.0/26" });
      await small.ensureNetwork(harness.name("net"), harness.labels());
      await small.ensureNetwork(harness.name("net"), harness.labels());
      expect(await codeOf(small.ensureNetwork(harness.name("net"), harness.labels()))).toBe("network_exhausted");
    });
  });

  describe("ownership", () => {
    test("one of another customer or installation is not adopted, and not removed", async () => {
      const name = harness.name("net");
      await engine.ensureNetwork(name, harness.labels());
      const otherOwner = harness.labels({ [labels.owner]: "usr_other" });
      expect(await codeOf(engine.ensureNetwork(name, otherOwner))).toBe("engine_refused");
      const other = harness.makeEngine({ installationId: `${harness.installationId}-other` });
      expect(await codeOf(other.ensureNetwork(name, harness.labels()))).toBe("engine_refused");
      expect(await codeOf(other.removeNetworkIfUnused(name))).toBe("engine_refused");
      expect(await engine.removeNetworkIfUnused(name)).toBe(true);
    });

    test("it stays while any container, even a stopped one, belongs to it", async () => {
      const spec = await harness.spec();
      await engine.createContainer(spec);
      expect(await engine.removeNetworkIfUnused(spec.networkName)).toBe(false);
      await engine.start(spec.name);
      expect(await engine.removeNetworkIfUnused(spec.networkName)).toBe(false);
      await engine.remove(spec.name);
      expect(await engine.removeNetworkIfUnused(spec.networkName)).toBe(true);
      expect(await engine.removeNetworkIfUnused(spec.networkName)).toBe(true);
    });
  });
}

/** The /27 an address is in. */
function blockOf(address: string): string {
  const bytes = address.split(".").map(Number);
  return [...bytes.slice(0, 3), Math.floor((bytes[3] ?? 0) / 32)].join(".");
}
