import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { downloadPackages } from "./apt";

/** Kept between runs of the tests. */
const cache = "/tmp/packages";
let folder: string;

beforeAll(async () => {
  await downloadPackages(cache, ["dash"]);
  folder = await mkdtemp(path.join(os.tmpdir(), "apt-"));
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

/** A folder with lists and packages from before, in which apt cannot update: it cannot open its lock. */
async function withoutUpdates(): Promise<string> {
  const copy = path.join(folder, "copy");
  await cp(path.join(cache, "lists"), path.join(copy, "lists"), { recursive: true });
  await rm(path.join(copy, "lists/lock"), { force: true });
  await mkdir(path.join(copy, "lists/lock"));
  await symlink(path.join(cache, "archives"), path.join(copy, "archives"));
  await writeFile(path.join(copy, "updated"), "");
  return copy;
}

it("takes what it has when newer packages cannot be looked for, unless that was asked for", async () => {
  const copy = await withoutUpdates();
  expect((await downloadPackages(copy, ["dash"])).some((file) => file.includes("/dash_"))).toBe(true);
  await expect(downloadPackages(copy, ["dash"], true)).rejects.toMatchObject({
    code: "packages_unavailable",
    message: expect.stringMatching(/Newer packages could not be looked for: .*lock.* Run apt-get update/s),
  });
}, 120_000);
