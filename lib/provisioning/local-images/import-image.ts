import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { type DockerAddress, DockerConnection } from "../docker/connection";
import { jsonLines } from "../docker/streams/json-lines";
import { dockerStatus } from "../docker/translate-errors";
import { provisioningErrors } from "../errors";

/** Images made of files of this machine, in one imported layer: no builder and no network is needed. */
export type ImageFile = { name: string; source: string; mode: number };

/** On every image of ours: a hash of what it was made from. */
export const contentLabel = "lightnode.content";
/** See {@link releaseOf}. */
export const releaseLabel = "lightnode.release";
const importTimeoutMs = 120_000;
const gameUser = { uid: 1000, gid: 1000 };

export async function inspectLocalImage(
  connection: DockerConnection,
  tag: string,
): Promise<Docker.ImageInspectInfo | null> {
  try {
    return await connection.call((docker) => docker.getImage(tag).inspect());
  } catch (error) {
    if (dockerStatus(error) === 404) return null;
    throw error;
  }
}

/**
 * Removes untagged images: a replaced image stays on the disk without a name, and so does the second one of two
 * processes that built at once. Docker refuses to remove one that a container still uses.
 */
export async function removeNameless(connection: DockerConnection): Promise<void> {
  const filters = { dangling: ["true"], label: [contentLabel] };
  const nameless = await connection.call((docker) => docker.listImages({ filters }));
  for (const { Id } of nameless) await connection.call((docker) => docker.getImage(Id).remove()).catch(() => {});
}

/** Keeps an image that has lost its tag from being removed. False: the engine does not have it. */
export async function nameImage(address: DockerAddress, imageId: string, name: string): Promise<boolean> {
  const [repo = name, tag = "latest"] = name.split(":");
  try {
    await new DockerConnection(address).call((docker) => docker.getImage(imageId).tag({ repo, tag }));
    return true;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}

/** Removes the name, and the image with it when it has no other name and no container. */
export async function removeImageName(address: DockerAddress, name: string): Promise<void> {
  try {
    await new DockerConnection(address).call((docker) => docker.getImage(name).remove());
  } catch (error) {
    if (dockerStatus(error) !== 404) throw error;
  }
}

/** Of an image made of Debian packages: the release (VERSION_ID of os-release) that they are of. Null for others. */
export async function releaseOf(address: DockerAddress, image: string): Promise<string | null> {
  const found = await inspectLocalImage(new DockerConnection(address), image);
  return found?.Config.Labels?.[releaseLabel] ?? null;
}

/** `changes` are Dockerfile lines: the image's configuration. */
export async function importImage(
  connection: DockerConnection,
  tag: string,
  changes: string,
  files: ImageFile[],
): Promise<void> {
  await importArchive(connection, { tag, changes }, async (archive) => {
    writeSkeleton(archive, files);
    await writeFiles(archive, files);
  });
}

export type Archive = ReturnType<typeof pack>;

/** `write` puts the entries of the root file system into the archive; the engine reads it meanwhile. */
export async function importArchive(
  connection: DockerConnection,
  { tag, changes }: { tag: string; changes: string },
  write: (archive: Archive) => Promise<void>,
): Promise<void> {
  const archive = pack();
  const writing = complete(archive, write);
  const [repo, version] = tag.split(":");
  const query = { repo, tag: version ?? "latest", changes };
  const importing = connection.open((docker) => docker.importImage(Readable.from(archive), query), {
    timeoutMs: importTimeoutMs,
  });
  try {
    const [stream] = await Promise.all([importing, writing]);
    for await (const entry of jsonLines(stream)) {
      if (typeof entry.error === "string") throw provisioningErrors.engine_refused({ cause: new Error(entry.error) });
    }
  } catch (error) {
    // A refusal leaves the other half waiting for a reader.
    archive.destroy();
    throw error;
  }
}

async function complete(archive: Archive, write: (archive: Archive) => Promise<void>): Promise<void> {
  try {
    await write(archive);
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

export async function writeFiles(archive: Archive, files: readonly ImageFile[]): Promise<void> {
  for (const { name, source, mode } of files) {
    const resolved = await realpath(source);
    const { size } = await stat(resolved);
    const entry = archive.entry({ name, mode, size, mtime: new Date(0) });
    // tar-stream's streams are Node's in all but their types.
    await pipeline(createReadStream(resolved), entry as unknown as Writable);
  }
}

function writeSkeleton(archive: Archive, files: ImageFile[]): void {
  const parents = new Set(files.flatMap(({ name }) => ancestors(name)));
  for (const name of [...parents, "etc"].sort()) archive.entry({ name, type: "directory", mode: 0o755 });
  archive.entry({ name: "tmp", type: "directory", mode: 0o1777 });
  // A new volume mounted here takes over this owner.
  archive.entry({ name: "data", type: "directory", mode: 0o755, ...gameUser });
  archive.entry({ name: "etc/passwd" }, "root:x:0:0:root:/:/none\ngame:x:1000:1000:game:/data:/none\n");
  archive.entry({ name: "etc/group" }, "root:x:0:\ngame:x:1000:\n");
}

/** The folders above a file. */
export function ancestors(name: string): string[] {
  const parent = path.posix.dirname(name);
  return parent === "." ? [] : [...ancestors(parent), parent];
}
