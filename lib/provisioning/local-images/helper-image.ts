import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { DockerConnection } from "../docker/connection";
import { provisioningErrors } from "../errors";
import { contentLabel, type ImageFile, importImage, inspectLocalImage } from "./import-image";
import { systemLibraries } from "./system-libraries";

/**
 * The image that host scripts run in (host/host-shell.ts): nothing but `chroot` and its C library, since everything
 * else is the machine's own, mounted below /host.
 */
const helperImageTag = "lightnode/host-helper:1";
const places = ["/usr/sbin/chroot", "/usr/bin/chroot", "/sbin/chroot", "/bin/chroot"];

export async function ensureHelperImage(connection: DockerConnection): Promise<string> {
  const source = places.find((place) => existsSync(place));
  if (!source)
    throw provisioningErrors.image_not_found({ detail: "There is no chroot program on the panel's machine." });
  const hash = createHash("sha256").update(`1 ${process.arch} ${(await stat(source)).size}`);
  const content = hash.digest("hex");
  const before = await inspectLocalImage(connection, helperImageTag);
  if (before?.Config.Labels?.[contentLabel] === content) return before.Id;
  const libraries = systemLibraries().filter((file) => /\/(ld-|libc[.-])/.test(file));
  const files: ImageFile[] = [
    { name: "chroot", source, mode: 0o755 },
    ...libraries.map((file) => ({ name: file.slice(1), source: file, mode: 0o755 })),
  ];
  await importImage(connection, helperImageTag, `LABEL ${contentLabel}=${content}`, files);
  const made = await inspectLocalImage(connection, helperImageTag);
  if (!made) throw provisioningErrors.engine_refused({ detail: "The helper image was removed after its import." });
  return made.Id;
}
