import type { CallOptions } from "../../call-options";
import type { Labels } from "../../engine";
import { labels as marks } from "../../engine";
import { provisioningErrors } from "../../errors";
import type { DockerConnection } from "../connection";
import { isOurs, labelFilter, standsForSame } from "../ownership";
import { dockerMessage, dockerStatus } from "../translate-errors";
import { type VolumeOwners, volumeOwnerRole } from "./volume-owner";

/** The data of a workload is in named volumes; nothing but removeVolume ever deletes one. */
export class Volumes {
  readonly #connection: DockerConnection;
  readonly #installationId: string;
  readonly #owners: VolumeOwners;

  constructor(connection: DockerConnection, installationId: string, owners: VolumeOwners) {
    this.#connection = connection;
    this.#installationId = installationId;
    this.#owners = owners;
  }

  async ensure(name: string, labels: Labels, options: CallOptions = {}): Promise<{ created: boolean }> {
    const existing = await this.#labelsOf(name, options);
    if (existing) {
      this.#assertSame(name, existing, labels);
      return { created: false };
    }
    const Labels = { ...labels, [marks.installation]: this.#installationId };
    await this.#connection.call((docker) => docker.createVolume({ Name: name, Driver: "local", Labels }), options);
    // Docker answers "created" for one that appeared meanwhile, with that one's labels.
    this.#assertSame(name, (await this.#labelsOf(name, options)) ?? {}, labels);
    this.#owners.volumeCreated(name);
    return { created: true };
  }

  #assertSame(name: string, found: Labels, wanted: Labels): void {
    if (isOurs(found, this.#installationId) && standsForSame(found, wanted)) return;
    throw provisioningErrors.volume_not_owned({ detail: `Volume ${name} belongs to something else.` });
  }

  async #labelsOf(name: string, options: CallOptions): Promise<Labels | null> {
    try {
      const info = await this.#connection.call((docker) => docker.getVolume(name).inspect(), options);
      return info.Labels ?? {};
    } catch (error) {
      if (dockerStatus(error) === 404) return null;
      throw error;
    }
  }

  async remove(name: string, options: CallOptions = {}): Promise<void> {
    this.#owners.volumeRemoved(name);
    const found = await this.#labelsOf(name, options);
    if (!found) return;
    if (!isOurs(found, this.#installationId)) throw provisioningErrors.volume_not_owned();
    if (await this.#tryRemove(name, options)) return;
    await this.#removeHelpers(name, options);
    if (await this.#tryRemove(name, options)) return;
    throw provisioningErrors.engine_refused({ detail: "A container still uses the volume." });
  }

  /** False when a container uses it. */
  async #tryRemove(name: string, options: CallOptions): Promise<boolean> {
    try {
      await this.#connection.call((docker) => docker.getVolume(name).remove(), options);
    } catch (error) {
      if (/in use/i.test(dockerMessage(error))) return false;
      if (dockerStatus(error) !== 404) throw error;
    }
    return true;
  }

  /** Helpers of volume-owner.ts that a killed panel left. */
  async #removeHelpers(name: string, options: CallOptions): Promise<void> {
    const filters = { volume: [name], ...labelFilter({ [marks.role]: volumeOwnerRole }, this.#installationId) };
    const helpers = await this.#connection.call((docker) => docker.listContainers({ all: true, filters }), options);
    for (const { Id } of helpers) {
      await this.#connection.call((docker) => docker.getContainer(Id).remove({ force: true }), options);
    }
  }

  async list(labels: Labels, options: CallOptions = {}): Promise<{ name: string; labels: Labels }[]> {
    const filters = labelFilter(labels, this.#installationId);
    const found = await this.#connection.call((docker) => docker.listVolumes({ filters }), options);
    return (found.Volumes ?? []).map((volume) => ({ name: volume.Name, labels: volume.Labels ?? {} }));
  }
}
