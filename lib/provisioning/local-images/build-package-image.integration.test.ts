import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf } from "../contract/harness";
import { buildPackageImage, nodeProgram, type PackageImage } from "./build-package-image";

const dockerHost = "unix:///var/run/docker.sock";
const docker = new Docker({ socketPath: "/var/run/docker.sock" });
const tag = `lightnode/packages:test-${process.pid}`;
/** Kept between runs of the tests. */
const cacheFolder = "/tmp/packages";
let folder: string;
let image: PackageImage;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "packages-"));
  await writeFile(path.join(folder, "entry.mjs"), "console.log(String(process.getuid()));\n");
  image = {
    tag,
    packages: ["dash", "sed"],
    accounts: [{ name: "post", id: 120, groups: ["mail-drop"] }],
    files: [nodeProgram, { name: "opt/entry.mjs", source: path.join(folder, "entry.mjs"), mode: 0o644 }],
    configuration: ['ENTRYPOINT ["/usr/local/bin/node"]', "USER 120:120"],
  };
});
afterAll(async () => {
  await docker.getImage(tag).remove({ force: true });
  await rm(folder, { recursive: true });
});

async function run(args: { Entrypoint?: string[]; Cmd: string[] }): Promise<string> {
  const container = await docker.createContainer({ Image: tag, Tty: true, NetworkDisabled: true, ...args });
  try {
    await container.start();
    await container.wait();
    return String(await container.logs({ stdout: true, stderr: true })).trim();
  } finally {
    await container.remove({ force: true });
  }
}

test("packages become an image, which is built again only when something changes", async () => {
  const first = await buildPackageImage({ dockerHost }, image, { cacheFolder });
  expect(first.built).toBe(true);
  expect(await run({ Cmd: ["/opt/entry.mjs"] })).toBe("120");
  const shell = {
    Entrypoint: ["/bin/sh", "-c"],
    Cmd: ["echo one | sed s/one/two/; sed -n /post/p /etc/passwd /etc/group"],
  };
  expect((await run(shell)).split(/\r?\n/)).toEqual([
    "two",
    "post:x:120:120:post:/:/bin/sh",
    "post:x:120:",
    "mail-drop:x:900:post",
  ]);

  expect(await buildPackageImage({ dockerHost }, image, { cacheFolder })).toEqual({
    imageId: first.imageId,
    built: false,
  });

  await writeFile(path.join(folder, "entry.mjs"), "console.log('changed');\n");
  const changed = await buildPackageImage({ dockerHost }, image, { cacheFolder });
  expect(changed.built).toBe(true);
  expect(await run({ Cmd: ["/opt/entry.mjs"] })).toBe("changed");
  await expect(docker.getImage(first.imageId).inspect()).rejects.toMatchObject({ statusCode: 404 });
}, 300_000);

test("a package that does not exist is named", async () => {
  const absent = buildPackageImage({ dockerHost }, { ...image, packages: ["no-such-package"] }, { cacheFolder });
  const error = await absent.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "packages_unavailable", message: expect.stringContaining("no-such-package") });
});

test("a machine without package sources gets an error, and the image from before is still used", async () => {
  const empty = path.join(folder, "cache");
  // apt cannot make its lists where a file is.
  await writeFile(empty, "");
  expect(
    await codeOf(buildPackageImage({ dockerHost }, { ...image, tag: `${tag}-absent` }, { cacheFolder: empty })),
  ).toBe("packages_unavailable");
  expect(await readdir(cacheFolder)).toContain("archives");
  const options = { cacheFolder: empty };
  expect(await codeOf(buildPackageImage({ dockerHost }, image, { ...options, lookForNewer: true }))).toBe(
    "packages_unavailable",
  );
});
