import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Readable } from "node:stream";
import { pack } from "tar-stream";
import type { CallOptions } from "../../call-options";
import type { ContainerSpec } from "../../engine";
import { labels as marks } from "../../engine";
import type { DockerConnection } from "../connection";
import { dockerStatus } from "../translate-errors";

/** More images than a panel offers; past it the oldest is read again. */
const maxKnown = 1000;

/**
 * A fresh volume belongs to root unless the image prepared its directory, and a game that runs unprivileged cannot
 * write there. Docker's archive calls read and set the owner without running anything: reading uses the container
 * itself; writing needs one whose root is not read-only, so a helper is created, never started, and removed.
 *
 * Reading takes 40 ms, as Docker mounts the container for it. The owner of a volume that no container has used depends
 * on the image and the path only, so it is read once for both.
 */
export class VolumeOwners {
  readonly #connection: DockerConnection;
  readonly #installationId: string;
  /** Volumes that this process created and no container has used. */
  readonly #unused = new Set<string>();
  /** Image, path and owner whose fresh volumes Docker gives to that owner. */
  readonly #prepared = new Set<string>();

  constructor(connection: DockerConnection, installationId: string) {
    this.#connection = connection;
    this.#installationId = installationId;
  }

  volumeCreated(name: string): void {
    remember(this.#unused, name);
  }

  volumeRemoved(name: string): void {
    this.#unused.delete(name);
  }

  /** To call after the container's creation: Docker fills a fresh volume then. */
  async giveToUser(spec: ContainerSpec, options: CallOptions): Promise<void> {
    const match = /^(\d+):(\d+)$/.exec(spec.user);
    const wanted = match && { uid: Number(match[1]), gid: Number(match[2]) };
    for (const volume of spec.volumes) {
      const wasUnused = this.#unused.delete(volume.name);
      if (!wanted) continue;
      const facts = `${spec.imageId} ${volume.mountPath} ${spec.user}`;
      if (wasUnused && this.#prepared.has(facts)) continue;
      const found = await readOwner(this.#connection, { container: spec.name, path: volume.mountPath }, options);
      if (found.uid === wanted.uid && found.gid === wanted.gid) {
        if (wasUnused) remember(this.#prepared, facts);
        continue;
      }
      const change = { spec, volume, installationId: this.#installationId, owner: wanted };
      await writeOwner(this.#connection, change, options);
    }
  }
}

function remember(known: Set<string>, entry: string): void {
  known.add(entry);
  for (const oldest of known) {
    if (known.size <= maxKnown) return;
    known.delete(oldest);
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
