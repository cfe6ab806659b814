import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/core/env";
import { type DockerAddress, DockerConnection } from "../docker/connection";
import { provisioningErrors } from "../errors";
import {
  contentLabel,
  type ImageFile,
  importArchive,
  inspectLocalImage,
  releaseLabel,
  removeNameless,
  writeFiles,
} from "./import-image";
import { downloadPackages, releaseId, systemRelease } from "./packages/apt";
import { type Account, writeRootFileSystem } from "./packages/root-file-system";

/** An image made of Debian packages and files of ours. */
export type PackageImage = {
  tag: string;
  /** Names, as for `apt-get install`; what they depend on is added. */
  packages: readonly string[];
  accounts?: readonly Account[];
  /** Written last: they replace files of the packages. */
  files: readonly ImageFile[];
  /** Dockerfile lines. */
  configuration: readonly string[];
};

export type PackageImageOptions = {
  /** Keeps downloaded packages for the next build. */
  cacheFolder?: string;
  /** Looks for new versions also when that was done within a day, and fails when they cannot be looked for. */
  lookForNewer?: boolean;
};

/** Raise when the layout of the file system or of the labels changes. */
const layoutVersion = 2;
/** What Node links against. */
const neededByNode = ["libstdc++6", "libatomic1"];
const requestLabel = "lightnode.request";
const dayMs = 86_400_000;

/** The Node binary of the panel, for entry scripts. */
export const nodeProgram: ImageFile = { name: "usr/local/bin/node", source: process.execPath, mode: 0o755 };

/** One at a time: apt locks its folders. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Builds the image unless the engine has one of the same packages, versions and files. New versions are looked for once
 * a day. Throws `packages_unavailable` and the engine's errors.
 */
export async function buildPackageImage(
  address: DockerAddress,
  image: PackageImage,
  options: PackageImageOptions = {},
): Promise<{ imageId: string; built: boolean }> {
  const result = turn.then(() => build(address, image, options));
  turn = result.catch(() => {});
  return result;
}

async function build(address: DockerAddress, image: PackageImage, options: PackageImageOptions) {
  const { tag, configuration, files, accounts = [] } = image;
  const cacheFolder = options.cacheFolder ?? path.join(env().DATA_DIR, "packages");
  const connection = new DockerConnection(address);
  const request = await requestHash(image);
  const before = await inspectLocalImage(connection, tag);
  const isSame = before?.Config.Labels?.[requestLabel] === request;
  if (before && isSame && !options.lookForNewer && Date.now() - Date.parse(before.Created) < dayMs)
    return { imageId: before.Id, built: false };
  const names = [...image.packages, ...neededByNode];
  const packages = await downloadPackages(cacheFolder, names, options.lookForNewer).catch((error: unknown) => {
    // Without a network the image from before is used; an upgrade must not say that there is nothing newer.
    if (isSame && !options.lookForNewer) return null;
    throw error;
  });
  const content = packages && contentHash(request, packages);
  if (before && (!content || before.Config.Labels?.[contentLabel] === content))
    return { imageId: before.Id, built: false };
  const labels = [`LABEL ${contentLabel}=${content} ${requestLabel}=${request} ${releaseLabel}=${await releaseId()}`];
  await importArchive(connection, { tag, changes: [...configuration, ...labels].join("\n") }, async (archive) => {
    await writeRootFileSystem(archive, packages ?? [], accounts);
    await writeFiles(archive, files);
  });
  const built = await inspectLocalImage(connection, tag);
  if (!built) throw provisioningErrors.engine_refused({ detail: `The image ${tag} was removed after its import.` });
  await removeNameless(connection);
  return { imageId: built.Id, built: true };
}

/** Of all that is known before packages are resolved. The binary of Node is known by its version and size. */
async function requestHash({ packages, accounts = [], files, configuration }: PackageImage): Promise<string> {
  const hash = createHash("sha256").update(`${layoutVersion} ${process.version} ${process.arch}`);
  hash.update(JSON.stringify([packages, accounts, configuration])).update(await systemRelease());
  for (const { name, source, mode } of files) {
    hash.update(`${name} ${mode} ${(await stat(source)).size}`);
    if (source !== process.execPath) hash.update(await readFile(source));
  }
  return hash.digest("hex");
}

function contentHash(request: string, packages: readonly string[]): string {
  const names = packages.map((file) => path.basename(file)).sort();
  return createHash("sha256").update(request).update(names.join("\n")).digest("hex");
}
