import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { type DockerAddress, DockerConnection } from "../docker/connection";
import { jsonLines } from "../docker/json-lines";
import { dockerStatus } from "../docker/translate-errors";
import { provisioningErrors } from "../errors";
import { systemLibraries } from "./system-libraries";

/**
 * Makes the sample game's image from what is on the machine: the Node binary, its system libraries and our modules in
 * one imported layer. An import needs no builder, so it works with every engine and without a network.
 */
export const sampleImageTag = "lightnode/sample-game:1";
const contentLabel = "lightnode.content";
const importTimeoutMs = 120_000;
/** Raise when the layout below changes. */
const layoutVersion = 1;
const gameUser = { uid: 1000, gid: 1000 };

export type SampleImageOptions = {
  tag?: string;
  /** The Node binary to pack. */
  nodePath?: string;
  gameDirectory?: string;
};

type ImageFile = { name: string; source: string; mode: number };

/**
 * Builds the image unless the engine has it with the same content; the comparison costs some milliseconds. Throws the
 * engine's errors.
 */
export async function buildSampleImage(
  address: DockerAddress,
  options: SampleImageOptions = {},
): Promise<{ imageId: string; built: boolean }> {
  const { tag = sampleImageTag, nodePath = process.execPath } = options;
  const gameDirectory = options.gameDirectory ?? path.resolve(process.cwd(), "games/sample-game");
  const connection = new DockerConnection(address);
  const content = await contentHash(nodePath, gameDirectory);
  const before = await inspect(connection, tag);
  if (before?.Config.Labels?.[contentLabel] === content) return { imageId: before.Id, built: false };
  await importImage(connection, tag, content, await imageFiles(nodePath, gameDirectory));
  const built = await inspect(connection, tag);
  if (!built) throw provisioningErrors.engine_refused({ detail: "The sample game's image vanished after its import." });
  await removeNameless(connection);
  return { imageId: built.Id, built: true };
}

/** The game's text and the binary's identity; reading all of the binary would take longer than everything else. */
async function contentHash(nodePath: string, gameDirectory: string): Promise<string> {
  const binary = await stat(nodePath);
  const hash = createHash("sha256").update(`${layoutVersion} ${process.version} ${binary.size}`);
  for (const file of await gameFiles(gameDirectory))
    hash.update(file).update(await readFile(path.join(gameDirectory, file)));
  return hash.digest("hex");
}

async function gameFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => name.endsWith(".mjs")).sort();
}

async function imageFiles(nodePath: string, gameDirectory: string): Promise<ImageFile[]> {
  const game = (await gameFiles(gameDirectory)).map((name) => ({
    name: `game/${name}`,
    source: path.join(gameDirectory, name),
    mode: 0o644,
  }));
  // Under the paths they have here: the loader looks there.
  const libraries = systemLibraries().map((file) => ({ name: file.slice(1), source: file, mode: 0o755 }));
  return [{ name: "usr/local/bin/node", source: nodePath, mode: 0o755 }, ...libraries, ...game];
}

/**
 * A replaced image keeps 130 MB under no name, and so does the loser of two processes that built at once. Docker
 * refuses to remove one that a container still uses, which is right.
 */
async function removeNameless(connection: DockerConnection): Promise<void> {
  const filters = { dangling: ["true"], label: [contentLabel] };
  const nameless = await connection.call((docker) => docker.listImages({ filters }));
  for (const { Id } of nameless) await connection.call((docker) => docker.getImage(Id).remove()).catch(() => {});
}

async function inspect(connection: DockerConnection, tag: string): Promise<Docker.ImageInspectInfo | null> {
  try {
    return await connection.call((docker) => docker.getImage(tag).inspect());
  } catch (error) {
    if (dockerStatus(error) === 404) return null;
    throw error;
  }
}

const configuration = (content: string) =>
  [
    // Small young generation: the game allocates little and should leave memory to the world.
    'ENTRYPOINT ["/usr/local/bin/node","--max-semi-space-size=1"]',
    'CMD ["/game/server.mjs"]',
    "ENV PATH=/usr/local/bin",
    "EXPOSE 25565",
    "USER 1000:1000",
    "WORKDIR /data",
    `LABEL ${contentLabel}=${content}`,
  ].join("\n");

async function importImage(connection: DockerConnection, tag: string, content: string, files: ImageFile[]) {
  const archive = pack();
  const writing = writeArchive(archive, files);
  const [repo, version] = tag.split(":");
  const query = { repo, tag: version ?? "latest", changes: configuration(content) };
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

type Archive = ReturnType<typeof pack>;

async function writeArchive(archive: Archive, files: ImageFile[]): Promise<void> {
  try {
    writeSkeleton(archive, files);
    for (const { name, source, mode } of files) {
      const resolved = await realpath(source);
      const { size } = await stat(resolved);
      const entry = archive.entry({ name, mode, size, mtime: new Date(0) });
      // tar-stream's streams are Node's in all but their types.
      await pipeline(createReadStream(resolved), entry as unknown as Writable);
    }
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
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

function ancestors(name: string): string[] {
  const parent = path.posix.dirname(name);
  return parent === "." ? [] : [...ancestors(parent), parent];
}
