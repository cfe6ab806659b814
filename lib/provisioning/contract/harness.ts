import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { sleep } from "@/lib/core/clock";
import { isAppError } from "@/lib/core/errors";
import { type ContainerEngine, type ContainerSpec, type ContainerState, type Labels, labels } from "../engine";
import { freePort } from "../testing/free-port";

/** What a contract suite needs of the engine under test; one per suite, with an installation of its own. */
export type HarnessOptions = {
  /** Engines of equal `installationId` behave like two processes of one panel. */
  makeEngine: (options: { installationId: string; networkCidr: string }) => ContainerEngine;
  /** Content id of the sample game's image on that engine. */
  imageId: () => Promise<string>;
  /** Removes an image that a test had pulled; absent is fine. */
  removeImage: (reference: string) => Promise<void>;
};

export class Harness {
  readonly installationId = `it-${randomBytes(4).toString("hex")}`;
  readonly engine: ContainerEngine;
  readonly removeImage: HarnessOptions["removeImage"];
  readonly #options: HarnessOptions;
  /** One of the upper halves of 10.211.0.0/16: suites of other people may run on the same engine. */
  readonly networkCidr = `10.211.${randomBytes(1).readUInt8() & 0xfc}.0/22`;
  #imageId = "";
  #count = 0;

  constructor(options: HarnessOptions) {
    this.#options = options;
    this.removeImage = options.removeImage;
    this.engine = this.makeEngine();
  }

  makeEngine(options: { installationId?: string; networkCidr?: string } = {}): ContainerEngine {
    const { installationId = this.installationId, networkCidr = this.networkCidr } = options;
    return this.#options.makeEngine({ installationId, networkCidr });
  }

  async prepare(): Promise<void> {
    this.#imageId = await this.#options.imageId();
  }

  /** A name that nothing else has. */
  name(kind: string): string {
    this.#count++;
    return `${this.installationId}-${kind}-${this.#count}`;
  }

  labels(overrides: Labels = {}): Labels {
    return { [labels.resource]: "srv_contract", [labels.owner]: "usr_contract", [labels.run]: "run_1", ...overrides };
  }

  /** The sample game with a network and a volume of its own, all present. */
  async spec(overrides: Partial<ContainerSpec> = {}): Promise<ContainerSpec> {
    const name = overrides.name ?? this.name("game");
    const hostPort = await freePort();
    const spec: ContainerSpec = {
      name,
      hostname: "contract",
      imageId: this.#imageId,
      environment: { EULA: "TRUE", RCON_PASSWORD: "contract-secret", SEED: "7" },
      labels: this.labels(),
      networkName: `${name}-net`,
      ports: [{ containerPort: 25_565, protocol: "tcp", hostIp: "127.0.0.1", hostPort }],
      volumes: [{ name: `${name}-data`, mountPath: "/data" }],
      memoryMb: 128,
      cpus: 1,
      pidsLimit: 64,
      readOnlyRoot: true,
      user: "1000:1000",
      stopSignal: "SIGTERM",
      stopTimeoutSeconds: 10,
      openStdin: true,
      ...overrides,
    };
    await this.engine.ensureNetwork(spec.networkName, this.labels());
    for (const volume of spec.volumes) await this.engine.ensureVolume(volume.name, this.labels());
    return spec;
  }

  /** The spec's first volume. */
  volumeOf({ volumes }: ContainerSpec): string {
    return volumes[0]?.name ?? "";
  }

  /** A container that runs this script instead of the game. */
  script(code: string, overrides: Partial<ContainerSpec> = {}): Promise<ContainerSpec> {
    return this.spec({ command: ["-e", code], ports: [], ...overrides });
  }

  async started(spec: ContainerSpec): Promise<ContainerSpec> {
    await this.engine.createContainer(spec);
    await this.engine.start(spec.name);
    return spec;
  }

  /** A running sample game that has said "Done". */
  async game(overrides: Partial<ContainerSpec> = {}): Promise<ContainerSpec> {
    const spec = await this.started(await this.spec(overrides));
    await this.logged(spec.name, "Done (");
    return spec;
  }

  async logged(name: string, text: string): Promise<void> {
    await eventually(async () => {
      const lines = await this.engine.logs(name, { tail: 200 });
      expect(lines.map((line) => line.text).join("\n")).toContain(text);
    });
  }

  async ended(name: string): Promise<ContainerState> {
    return eventually(async () => {
      const state = await this.engine.inspect(name);
      if (state?.status !== "exited") throw new Error(`${name} is ${state?.status}`);
      return state;
    });
  }

  /** Removes everything this installation has on the engine. */
  async sweep(): Promise<void> {
    for (const { name } of await this.engine.list({})) await this.engine.remove(name);
    for (const { name } of await this.engine.listNetworks({})) await this.engine.removeNetworkIfUnused(name);
    for (const { name } of await this.engine.listVolumes({})) await this.engine.removeVolume(name);
  }
}

/** Repeats until it stops throwing; the last error after 15 s. */
export async function eventually<T>(work: () => Promise<T>, timeoutMs = 15_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  while (true) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(25);
    }
  }
}

/** The code of the AppError that the work ends with; fails for success and for any other error. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await errorOf(work);
  return error.code;
}

export async function errorOf(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("expected an AppError, but it succeeded");
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
