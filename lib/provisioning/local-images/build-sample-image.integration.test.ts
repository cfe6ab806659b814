import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import Docker from "dockerode";
import { afterAll, expect, test } from "vitest";
import { codeOf } from "../contract/harness";
import { buildSampleImage } from "./build-sample-image";

const dockerHost = "unix:///var/run/docker.sock";
const docker = new Docker({ socketPath: "/var/run/docker.sock" });
const tag = `lightnode/sample-game:test-${process.pid}`;
const directories: string[] = [];

afterAll(async () => {
  await docker.getImage(tag).remove({ force: true });
  for (const directory of directories) await rm(directory, { recursive: true });
});

test("it is built once, and again when the game changes; the old one goes", async () => {
  const gameDirectory = await mkdtemp(path.join(os.tmpdir(), "game-"));
  directories.push(gameDirectory);
  await cp("games/sample-game", gameDirectory, { recursive: true });
  const first = await buildSampleImage({ dockerHost }, { tag, gameDirectory });
  expect(first.built).toBe(true);

  const again = await buildSampleImage({ dockerHost }, { tag, gameDirectory });
  expect(again).toEqual({ imageId: first.imageId, built: false });

  await writeFile(path.join(gameDirectory, "another.mjs"), "export const another = true;\n");
  const changed = await buildSampleImage({ dockerHost }, { tag, gameDirectory });
  expect(changed.built).toBe(true);
  expect(changed.imageId).not.toBe(first.imageId);
  await expect(docker.getImage(first.imageId).inspect()).rejects.toMatchObject({ statusCode: 404 });

  const image = await docker.getImage(tag).inspect();
  expect(image.Config).toMatchObject({
    User: "1000:1000",
    WorkingDir: "/data",
    ExposedPorts: { "25565/tcp": {} },
    Cmd: ["/game/server.mjs"],
  });
  expect(image.Config.Volumes ?? {}).toEqual({});
});

test("two processes that build at once leave one image", async () => {
  // Games that run keep older images under no name: only what this build leaves counts.
  const nameless = { dangling: ["true"], label: ["lightnode.content"] };
  const idsOf = async () => (await docker.listImages({ filters: nameless })).map((image) => image.Id).sort();
  const before = await idsOf();
  const results = await Promise.all([1, 2].map(() => buildSampleImage({ dockerHost }, { tag: `${tag}-twice` })));
  const { Id } = await docker.getImage(`${tag}-twice`).inspect();
  expect(results.map((result) => result.imageId)).toContain(Id);
  expect(await idsOf()).toEqual(before);
  await docker.getImage(`${tag}-twice`).remove();
});

test("a missing binary leaves no image and no open request", async () => {
  const absent = buildSampleImage({ dockerHost }, { tag: `${tag}-absent`, nodePath: "/nowhere/node" });
  await expect(absent).rejects.toThrow("ENOENT");
  await expect(docker.getImage(`${tag}-absent`).inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test("an engine that is gone is said to be", async () => {
  expect(await codeOf(buildSampleImage({ dockerHost: "unix:///nowhere/docker.sock" }, { tag }))).toBe(
    "engine_unavailable",
  );
});
