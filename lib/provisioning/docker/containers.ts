import type Docker from "dockerode";
import { sleep } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import type { CallOptions } from "../call-options";
import type { ContainerSpec, ContainerState, ContainerSummary, Labels } from "../engine";
import { labels as marks } from "../engine";
import { provisioningErrors } from "../errors";
import type { DockerConnection } from "./connection";
import { type Capabilities, containerOptions, resourceLimits } from "./container-options";
import { toContainerState, toContainerStatus } from "./container-state";
import { judgeEnd } from "./exit-cause";
import { isOurs, labelFilter, refuseForeign, standsForSame } from "./ownership";
import { dockerStatus } from "./translate-errors";
import type { VolumeOwners } from "./volumes/volume-owner";

/**
 * Lifecycle of a container, from creation to removal. Names are the identity: the panel derives them from its own ids.
 */
export class Containers {
  readonly #connection: DockerConnection;
  readonly #installationId: string;
  readonly #owners: VolumeOwners;
  #capabilities: Capabilities | undefined;

  constructor(connection: DockerConnection, installationId: string, owners: VolumeOwners) {
    this.#connection = connection;
    this.#installationId = installationId;
    this.#owners = owners;
  }

  /** Asked once: an engine's CPUs and its docker-init change only with a restart of everything. */
  async #loadCapabilities(options: CallOptions): Promise<Capabilities> {
    if (this.#capabilities) return this.#capabilities;
    const [info, version] = await this.#connection.call(
      (docker) => Promise.all([docker.info() as Promise<{ NCPU: number }>, docker.version()]),
      options,
    );
    const components: { Name: string }[] = version.Components ?? [];
    const hasInit = components.some((component) => component.Name === "docker-init");
    this.#capabilities = { hasInit, cpus: info.NCPU };
    return this.#capabilities;
  }

  async create(spec: ContainerSpec, options: CallOptions = {}): Promise<{ containerId: string }> {
    const capabilities = await this.#loadCapabilities(options);
    const body = containerOptions(spec, { installationId: this.#installationId, capabilities });
    const containerId = await this.#adoptOrCreate(spec.name, body, options);
    await this.#owners.giveToUser(spec, options);
    return { containerId };
  }

  async #adoptOrCreate(name: string, body: Docker.ContainerCreateOptions, options: CallOptions): Promise<string> {
    const deadline = Date.now() + this.#connection.deadlines.callMs;
    while (true) {
      const existing = await this.#find(name, options);
      if (existing) {
        if (this.#isAdoptable(existing, body.Labels ?? {})) return existing.Id;
        await this.#removeById(existing.Id, options);
      }
      try {
        // A copy: dockerode deletes fields of the object it is given.
        const created = await this.#connection.call((docker) => docker.createContainer({ ...body }), options);
        return created.id;
      } catch (error) {
        // 409: another call has the name. Docker takes it before the container can be looked up, so look again.
        if (dockerStatus(error) !== 409 || Date.now() > deadline) throw error;
        await sleep(25, options.signal);
      }
    }
  }

  /** Throws for a container that is not ours; false for one of ours from another run or spec. */
  #isAdoptable(existing: Docker.ContainerInspectInfo, wanted: Labels): boolean {
    const found = existing.Config.Labels ?? {};
    if (!isOurs(found, this.#installationId) || !standsForSame(found, wanted)) {
      throw refuseForeign("container", existing.Name.replace(/^\//, ""));
    }
    const equal = [marks.run, marks.spec].every((name) => found[name] === wanted[name]);
    return equal && toContainerStatus(existing.State.Status) !== "dead";
  }

  async start(name: string, options: CallOptions = {}): Promise<void> {
    try {
      await this.#quietly([304], () => this.#connection.call((docker) => docker.getContainer(name).start(), options));
    } catch (error) {
      // Docker starts no container that is paused.
      if (dockerStatus(error) !== 409 || !(await this.#isPaused(name, options))) throw error;
      await this.unpause(name, options);
    }
  }

  async stop(name: string, timeoutSeconds: number, options: CallOptions = {}): Promise<void> {
    const timeoutMs = timeoutSeconds * 1000 + this.#connection.deadlines.stopGraceMs;
    const stop = (docker: Docker) => docker.getContainer(name).stop({ t: timeoutSeconds });
    await this.#quietly([304, 404], () => this.#connection.call(stop, { ...options, timeoutMs }));
  }

  /** Docker answers 409 when the container is not running, which is what was asked for. */
  async kill(name: string, options: CallOptions = {}): Promise<void> {
    await this.#quietly([404, 409], () => this.#connection.call((docker) => docker.getContainer(name).kill(), options));
  }

  /** Docker answers 409 for a container that does not run, or is paused already. */
  async pause(name: string, options: CallOptions = {}): Promise<void> {
    const pause = (docker: Docker) => docker.getContainer(name).pause();
    await this.#quietly([404, 409], () => this.#connection.call(pause, options));
  }

  async unpause(name: string, options: CallOptions = {}): Promise<void> {
    try {
      await this.#connection.call((docker) => docker.getContainer(name).unpause(), options);
    } catch (error) {
      // What Docker answers for one that is not paused differs between its versions.
      if (await this.#isPaused(name, options)) throw error;
    }
  }

  async #isPaused(name: string, options: CallOptions): Promise<boolean> {
    return (await this.#find(name, options))?.State.Paused ?? false;
  }

  async remove(name: string, options: CallOptions = {}): Promise<void> {
    const existing = await this.#find(name, options);
    if (!existing) return;
    if (!isOurs(existing.Config.Labels, this.#installationId)) throw refuseForeign("container", name);
    await this.#removeById(existing.Id, options);
  }

  /** Returns when Docker no longer lists the container: its ports are free only then. */
  async #removeById(id: string, options: CallOptions): Promise<void> {
    const deadline = Date.now() + this.#connection.deadlines.callMs;
    while (true) {
      // `v` would remove anonymous volumes only, those an image declares besides its mount; named ones always stay.
      const remove = (docker: Docker) => docker.getContainer(id).remove({ force: true, v: true });
      try {
        await this.#connection.call(remove, options);
        return;
      } catch (error) {
        if (dockerStatus(error) === 404) return;
        // 409: another call is removing it at this moment.
        if (dockerStatus(error) !== 409 || Date.now() > deadline) throw error;
        await sleep(50, options.signal);
      }
    }
  }

  async updateLimits(
    name: string,
    limits: { memoryMb: number; cpus: number },
    options: CallOptions = {},
  ): Promise<void> {
    const body = resourceLimits(limits, await this.#loadCapabilities(options));
    await this.#connection.call((docker) => docker.getContainer(name).update(body), options);
  }

  async inspect(name: string, options: CallOptions = {}): Promise<ContainerState | null> {
    const found = await this.#find(name, options);
    return found ? judgeEnd(this.#connection, toContainerState(found), options) : null;
  }

  async #find(name: string, options: CallOptions): Promise<Docker.ContainerInspectInfo | null> {
    try {
      return await this.#connection.call((docker) => docker.getContainer(name).inspect(), options);
    } catch (error) {
      if (dockerStatus(error) === 404) return null;
      throw error;
    }
  }

  async list(labels: Labels, options: CallOptions = {}): Promise<ContainerSummary[]> {
    const filters = labelFilter(labels, this.#installationId);
    const found = await this.#connection.call((docker) => docker.listContainers({ all: true, filters }), options);
    return found.map((container) => ({
      containerId: container.Id,
      name: (container.Names[0] ?? "").replace(/^\//, ""),
      labels: container.Labels ?? {},
      status: toContainerStatus(container.State),
    }));
  }

  /** Resolves when the container is not running any more; detects an engine that stopped answering meanwhile. */
  async waitForExit(name: string, options: CallOptions = {}): Promise<ContainerState> {
    while (true) {
      try {
        await this.#connection.call((docker) => docker.getContainer(name).wait(), options);
      } catch (error) {
        // The deadline passed: ask how it is, which itself fails when the engine hangs, and wait again.
        if (!isAppError(error) || error.code !== "engine_timeout") throw error;
      }
      const state = await this.inspect(name, options);
      if (!state) throw provisioningErrors.container_not_found();
      if (state.status === "exited" || state.status === "dead") return state;
    }
  }

  async #quietly(statuses: number[], work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!statuses.includes(dockerStatus(error) ?? 0)) throw error;
    }
  }
}
