import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Readable } from "node:stream";
import { pack } from "tar-stream";
import type { CallOptions } from "../../call-options";
import type { ContainerSpec } from "../../engine";
import { labels as marks } from "../../engine";
import type { DockerConnection } from "../connection";
import { dockerStatus } from "../translate-errors";

/**
 * A fresh volume belongs to root unless the image prepared its directory, and a game that runs unprivileged cannot
 * write there. Docker's archive calls read and set the owner without running anything: reading uses the container
 * itself; writing needs one whose root is not read-only, so a helper is created, never started, and removed.
 */
export async function giveVolumesToUser(
  connection: DockerConnection,
  spec: ContainerSpec,
  installationId: string,
  options: CallOptions,
): Promise<void> {
  const match = /^(\d+):(\d+)$/.exec(spec.user);
  if (!match) return;
  const wanted = { uid: Number(match[1]), gid: Number(match[2]) };
  for (const volume of spec.volumes) {
    const found = await readOwner(connection, { container: spec.name, path: volume.mountPath }, options);
    if (found.uid === wanted.uid && found.gid === wanted.gid) continue;
    await writeOwner(connection, { spec, volume, installationId, owner: wanted }, options);
  }
}

/** Marks the helper. One that a killed panel left behind is removed when its volume is, see volumes.ts. */
export const volumeOwnerRole = "volume-owner";

type Owner = { uid: number; gid: number };
const tarBlock = 512;

/** From the first header of the directory's archive; the rest is not read. */
async function readOwner(
  connection: DockerConnection,
  place: { container: string; path: string },
  options: CallOptions,
): Promise<Owner> {
  const getArchive = (query: { path: string }) =>
    connection.open((docker) => docker.getContainer(place.container).getArchive(query), options);
  const stream = await getArchive({ path: place.path });
  const header = await readBlock(stream);
  const octal = (from: number) => Number.parseInt(header.toString("latin1", from, from + 8), 8);
  return { uid: octal(108), gid: octal(116) };
}

async function readBlock(stream: Readable): Promise<Buffer> {
  let block = Buffer.alloc(0);
  for await (const chunk of stream) {
    block = Buffer.concat([block, chunk]);
    if (block.length >= tarBlock) break;
  }
  return block;
}

async function writeOwner(
  connection: DockerConnection,
  change: { spec: ContainerSpec; volume: ContainerSpec["volumes"][number]; installationId: string; owner: Owner },
  options: CallOptions,
): Promise<void> {
  const { spec, volume, installationId, owner } = change;
  // A separate name for each call, so that concurrent calls do not conflict.
  const name = `${spec.name}-owner-${randomBytes(4).toString("hex")}`;
  const remove = () =>
    connection
      .call((docker) => docker.getContainer(name).remove({ force: true }))
      .catch((error: unknown) => {
        if (dockerStatus(error) !== 404) throw error;
      });
  const body = {
    name,
    Image: spec.imageId,
    // Not the resource's label: events of the helper are no events of the resource.
    Labels: { [marks.installation]: installationId, [marks.role]: volumeOwnerRole },
    // An image without a command cannot be created; this one never starts.
    Cmd: ["true"],
    NetworkDisabled: true,
    HostConfig: { Mounts: [{ Type: "volume" as const, Source: volume.name, Target: volume.mountPath }] },
  };
  try {
    await connection.call((docker) => docker.createContainer({ ...body }), options);
    const parent = path.posix.dirname(volume.mountPath);
    const put = await directoryArchive(path.posix.basename(volume.mountPath), owner);
    await connection.call((docker) => docker.getContainer(name).putArchive(put, { path: parent }), options);
  } finally {
    await remove();
  }
}

async function directoryArchive(name: string, owner: Owner): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: `${name}/`, type: "directory", mode: 0o755, ...owner });
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
