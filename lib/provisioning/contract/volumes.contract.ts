import { expect, test } from "vitest";
import { labels } from "../engine";
import { codeOf, type Harness } from "./harness";

/** Worlds: whose they are, who may write there, and that nothing but removeVolume deletes them. */
export function describeVolumes(harness: Harness): void {
  const { engine } = harness;

  test("creating one twice gives one, and returns which call created it", async () => {
    const name = harness.name("data");
    expect(await engine.ensureVolume(name, harness.labels())).toEqual({ created: true });
    const nextRun = harness.labels({ [labels.run]: "run_2" });
    expect(await engine.ensureVolume(name, nextRun)).toEqual({ created: false });
    expect(await engine.listVolumes({ [labels.resource]: "srv_contract" })).toHaveLength(1);
    expect(await engine.listVolumes({ [labels.resource]: "srv_other" })).toEqual([]);
    await engine.removeVolume(name);
    await engine.removeVolume(name);
    expect(await engine.listVolumes({})).toEqual([]);
  });

  test("one of another server or installation is refused, and stays", async () => {
    const name = harness.name("data");
    await engine.ensureVolume(name, harness.labels());
    const otherServer = harness.labels({ [labels.resource]: "srv_other" });
    expect(await codeOf(engine.ensureVolume(name, otherServer))).toBe("volume_not_owned");
    const other = harness.makeEngine({ installationId: `${harness.installationId}-other` });
    expect(await codeOf(other.ensureVolume(name, harness.labels()))).toBe("volume_not_owned");
    expect(await codeOf(other.removeVolume(name))).toBe("volume_not_owned");
    expect(await engine.listVolumes({})).toHaveLength(1);
  });

  test("one in use is not removed", async () => {
    const spec = await harness.spec();
    await engine.createContainer(spec);
    expect(await codeOf(engine.removeVolume(harness.volumeOf(spec)))).toBe("engine_refused");
    await engine.remove(spec.name);
    await engine.removeVolume(harness.volumeOf(spec));
  });

  test("use is measured by name, in bytes and files", async () => {
    const spec = await harness.script("require('fs').writeFileSync('/data/blob', Buffer.alloc(3 << 20, 1))");
    await engine.runToCompletion(spec);
    const found = await engine.volumeUse([harness.volumeOf(spec), harness.name("absent"), "../escape"]);
    expect([...found.keys()]).toEqual([harness.volumeOf(spec)]);
    const use = found.get(harness.volumeOf(spec));
    expect(use?.bytes).toBeGreaterThanOrEqual(3 << 20);
    expect(use?.bytes).toBeLessThan(4 << 20);
    expect(use?.files).toBe(2);
    const disk = await engine.machineDisk();
    expect(disk.freeBytes).toBeGreaterThan(0);
    expect(disk.totalBytes).toBeGreaterThan(disk.freeBytes);
  });

  test("a limit is set, or said to need watching", async () => {
    const spec = await harness.spec();
    const kind = await engine.limitKind();
    expect(await engine.limitVolume(harness.volumeOf(spec), { megabytes: 64, files: 1_000 })).toBe(kind);
  });

  test("an unprivileged game may write to a fresh one wherever it is mounted, and its files stay its own", async () => {
    const code =
      "require('fs').appendFileSync('/srv/world/file', 'x'); console.log(process.getuid(), require('fs').readFileSync('/srv/world/file', 'utf8'))";
    const first = await harness.script(code, {
      volumes: [{ name: `${harness.name("world")}-data`, mountPath: "/srv/world" }],
      user: "1234:4321",
    });
    expect(await engine.runToCompletion(first)).toMatchObject({ exitCode: 0, lastLines: ["1234 x"] });
    expect(await engine.runToCompletion(first)).toMatchObject({ exitCode: 0, lastLines: ["1234 xx"] });
    expect(await engine.list({})).toEqual([]);
  });

  test("an image that prepares its directory gives each fresh one to the same user", async () => {
    const code = "require('fs').writeFileSync('/data/file', 'x'); console.log(process.getuid())";
    for (const round of ["first", "second"]) {
      const volume = `${harness.name(round)}-data`;
      await engine.ensureVolume(volume, harness.labels());
      const spec = await harness.script(code, { volumes: [{ name: volume, mountPath: "/data" }], user: "1000:1000" });
      expect(await engine.runToCompletion(spec)).toMatchObject({ exitCode: 0, lastLines: ["1000"] });
    }
  });

  test("one that a container of another user has used changes hands", async () => {
    const volume = `${harness.name("hands")}-data`;
    await engine.ensureVolume(volume, harness.labels());
    for (const user of ["1234:4321", "1000:1000", "1234:4321"]) {
      const code = `require('fs').writeFileSync('/data/${user.slice(0, 4)}', 'x'); console.log(process.getuid())`;
      const spec = await harness.script(code, { volumes: [{ name: volume, mountPath: "/data" }], user });
      expect(await engine.runToCompletion(spec)).toMatchObject({ exitCode: 0, lastLines: [user.slice(0, 4)] });
    }
  });

  test("a container has several, each writable for its user", async () => {
    const code =
      "for (const d of ['/data', '/srv/config']) require('fs').writeFileSync(d + '/file', d); console.log('written')";
    const name = harness.name("two");
    const volumes = [
      { name: `${name}-data`, mountPath: "/data" },
      { name: `${name}-config`, mountPath: "/srv/config" },
    ];
    const spec = await harness.script(code, { name, volumes });
    expect(await engine.runToCompletion(spec)).toMatchObject({ exitCode: 0, lastLines: ["written"] });
    expect((await engine.listVolumes({})).map((volume) => volume.name).sort()).toEqual([
      `${name}-config`,
      `${name}-data`,
    ]);
  });

  test("so may ten calls at once see to it, and none leaves anything", async () => {
    const spec = await harness.spec({ volumes: [{ name: `${harness.name("world")}-data`, mountPath: "/srv/world" }] });
    await Promise.all(Array.from({ length: 10 }, () => engine.createContainer(spec)));
    expect((await engine.list({})).map((container) => container.name)).toEqual([spec.name]);
  });

  test("what a killed panel left of its helpers does not keep a volume alive", async () => {
    const left = await harness.spec({ labels: harness.labels({ [labels.role]: "volume-owner" }) });
    await engine.createContainer(left);
    await engine.removeVolume(harness.volumeOf(left));
    expect(await engine.list({})).toEqual([]);
    expect(await engine.listVolumes({})).toEqual([]);
  });

  test("one that was never made before the container still carries our labels", async () => {
    const spec = await harness.spec();
    await engine.removeVolume(harness.volumeOf(spec));
    await engine.createContainer(spec);
    await engine.remove(spec.name);
    expect((await engine.listVolumes({})).map((volume) => volume.name)).toEqual([harness.volumeOf(spec)]);
  });
}
