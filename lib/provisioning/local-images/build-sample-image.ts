import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { type DockerAddress, DockerConnection } from "../docker/connection";
import { provisioningErrors } from "../errors";
import { contentLabel, type ImageFile, importImage, inspectLocalImage, removeNameless } from "./import-image";
import { systemLibraries } from "./system-libraries";

/**
 * Makes the sample game's image from what is on the machine: the Node binary, its system libraries and our modules in
 * one imported layer. An import needs no builder, so it works with every engine and without a network.
 */
export const sampleImageTag = "lightnode/sample-game:1";
/** Raise when the layout below changes. */
const layoutVersion = 1;

export type SampleImageOptions = {
  tag?: string;
  /** The Node binary to pack. */
  nodePath?: string;
  gameDirectory?: string;
};

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
  const before = await inspectLocalImage(connection, tag);
  if (before?.Config.Labels?.[contentLabel] === content) return { imageId: before.Id, built: false };
  await importImage(connection, tag, configuration(content), await imageFiles(nodePath, gameDirectory));
  const built = await inspectLocalImage(connection, tag);
  if (!built)
    throw provisioningErrors.engine_refused({ detail: "The sample game's image was removed after its import." });
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
