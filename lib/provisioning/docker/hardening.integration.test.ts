import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Harness } from "../contract/harness";
import { buildSampleImage } from "../local-images/build-sample-image";
import { createDockerEngine } from "./engine";

/** The options that Docker got, and their effect inside the container. */
const dockerHost = "unix:///var/run/docker.sock";
const docker = new Docker({ socketPath: "/var/run/docker.sock" });
const harness = new Harness({
  makeEngine: (options) => createDockerEngine({ dockerHost, ...options }),
  imageId: async () => (await buildSampleImage({ dockerHost })).imageId,
  removeImage: async () => {},
});

beforeAll(() => harness.prepare());
afterAll(() => harness.sweep());

describe("a game's container as Docker describes it", () => {
  let found: Docker.ContainerInspectInfo;
  let hostPort = 0;

  beforeAll(async () => {
    const spec = await harness.game({ memoryMb: 128, cpus: 1.5, pidsLimit: 77, stopTimeoutSeconds: 12 });
    hostPort = spec.ports[0]?.hostPort ?? 0;
    found = await docker.getContainer(spec.name).inspect();
  });

  const host: [string, (config: Docker.HostConfig) => unknown, unknown][] = [
    ["drops every capability", (config) => config.CapDrop, ["ALL"]],
    ["adds none", (config) => config.CapAdd ?? [], []],
    ["gains no privileges", (config) => config.SecurityOpt, ["no-new-privileges"]],
    ["is not privileged", (config) => config.Privileged, false],
    ["has a read-only root", (config) => config.ReadonlyRootfs, true],
    ["has a small executable /tmp", (config) => config.Tmpfs, { "/tmp": "rw,exec,nosuid,nodev,size=128m,mode=1777" }],
    ["has a memory limit", (config) => config.Memory, 128 * 1024 * 1024],
    ["and no swap beyond it", (config) => config.MemorySwap, 128 * 1024 * 1024],
    ["has a CPU limit", (config) => config.NanoCpus, 1.5e9],
    ["has a process limit", (config) => config.PidsLimit, 77],
    [
      "rotates its log",
      (config) => config.LogConfig,
      { Type: "json-file", Config: { "max-size": "5m", "max-file": "2" } },
    ],
    ["is not restarted by Docker", (config) => config.RestartPolicy?.Name, "no"],
    ["has an init", (config) => config.Init, true],
    ["leaves no core dumps", (config) => config.Ulimits, [{ Name: "core", Hard: 0, Soft: 0 }]],
    ["shares no host namespace", (config) => [config.PidMode, config.IpcMode, config.UTSMode], ["", "private", ""]],
    [
      "mounts no host path",
      (config) => [config.Binds ?? [], config.Mounts?.map((mount) => mount.Type)],
      [[], ["volume"]],
    ],
    ["publishes no port by itself", (config) => config.PublishAllPorts, false],
    ["sees no device", (config) => config.Devices ?? [], []],
  ];
  test.each(host)("%s", (_, read, expected) => expect(read(found.HostConfig)).toEqual(expected));

  const config: [string, (found: Docker.ContainerInspectInfo) => unknown, unknown][] = [
    ["runs as 1000", ({ Config }) => Config.User, "1000:1000"],
    ["is created from the content, not the tag", ({ Config }) => /^sha256:/.test(Config.Image), true],
    ["has no terminal", ({ Config }) => Config.Tty, false],
    ["keeps its input open", ({ Config }) => [Config.OpenStdin, Config.StdinOnce], [true, false]],
    ["runs no health check", ({ Config }) => Config.Healthcheck?.Test, ["NONE"]],
    ["knows how it is stopped", ({ Config }) => Reflect.get(Config, "StopSignal"), "SIGTERM"],
    ["and how long that may take", ({ Config }) => Reflect.get(Config, "StopTimeout"), 12],
    ["is in one network", ({ NetworkSettings }) => Object.keys(NetworkSettings.Networks).length, 1],
  ];
  test.each(config)("%s", (_, read, expected) => expect(read(found)).toEqual(expected));

  test("publishes the game's port on the chosen address and nothing else", () => {
    expect(found.NetworkSettings.Ports).toEqual({ "25565/tcp": [{ HostIp: "127.0.0.1", HostPort: `${hostPort}` }] });
  });

  test("its network keeps containers apart and is a /27", async () => {
    const network = await docker.getNetwork(found.HostConfig.NetworkMode ?? "").inspect();
    expect(network.Options).toEqual({
      "com.docker.network.bridge.enable_icc": "false",
      "com.docker.network.bridge.name": expect.stringMatching(/^ln[0-9a-f]{13}$/),
    });
    expect(network.IPAM?.Config?.[0]?.Subnet).toMatch(/^10\.211\.\d+\.\d+\/27$/);
  });
});

test("a program inside finds itself confined", async () => {
  const probe = `
    const fs = require('fs');
    const status = Object.fromEntries(fs.readFileSync('/proc/self/status', 'utf8').split('\\n').map((l) => l.split(':\\t')));
    const attempt = (work) => { try { work(); return 'ok' } catch (e) { return e.code } };
    const read = (...files) => files.map((f) => { try { return fs.readFileSync(f, 'utf8').trim() } catch { return '' } }).find(Boolean);
    fs.writeFileSync('/tmp/run', fs.readFileSync('/game/server.mjs'), { mode: 0o755 });
    console.log(JSON.stringify({
      capabilities: [status.CapEff, status.CapPrm, status.CapBnd].map((s) => s.trim()),
      noNewPrivileges: status.NoNewPrivs, seccomp: status.Seccomp, uid: process.getuid(), gid: process.getgid(),
      root: attempt(() => fs.writeFileSync('/anything', 'x')), game: attempt(() => fs.writeFileSync('/game/server.mjs', 'x')),
      data: attempt(() => fs.writeFileSync('/data/file', 'x')), temporary: attempt(() => fs.accessSync('/tmp/run', fs.constants.X_OK)),
      fullTemporary: attempt(() => { for (let i = 0; i < 140; i++) fs.appendFileSync('/tmp/fill', Buffer.alloc(1 << 20)) }),
      memory: read('/sys/fs/cgroup/memory/memory.limit_in_bytes', '/sys/fs/cgroup/memory.max'),
      pids: read('/sys/fs/cgroup/pids/pids.max', '/sys/fs/cgroup/pids.max'),
      cpu: read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us', '/sys/fs/cgroup/cpu.max'),
      first: fs.readFileSync('/proc/1/comm', 'utf8').trim(), neighbours: fs.readdirSync('/proc').filter((n) => /^\\d+$/.test(n)).length,
    }))`;
  const spec = await harness.script(probe, { memoryMb: 512, cpus: 0.75, pidsLimit: 50 });
  const { lastLines, exitCode } = await harness.engine.runToCompletion(spec);
  expect({ exitCode, lastLines: lastLines.length }).toEqual({ exitCode: 0, lastLines: 1 });
  const none = "0".repeat(16);
  expect(JSON.parse(lastLines[0] ?? "")).toEqual({
    capabilities: [none, none, none],
    noNewPrivileges: "1",
    seccomp: "2",
    uid: 1000,
    gid: 1000,
    root: "EROFS",
    game: "EROFS",
    data: "ok",
    temporary: "ok",
    fullTemporary: "ENOSPC",
    memory: `${512 * 1024 * 1024}`,
    pids: "50",
    cpu: expect.stringMatching(/^75000( 100000)?$/),
    first: expect.stringMatching(/docker-init|tini/),
    neighbours: 2,
  });
});

test("a process too many is refused, not the machine filled", async () => {
  const code = `const { spawn } = require('child_process'); let refused = 0, started = 0;
    for (let i = 0; i < 40; i++) { const c = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 3000)']);
      c.on('error', () => refused++); c.on('spawn', () => started++) }
    setTimeout(() => { console.log(started < 40 ? 'bounded' : 'unbounded'); process.exit(0) }, 1500)`;
  const result = await harness.engine.runToCompletion(await harness.script(code, { memoryMb: 1024, pidsLimit: 30 }));
  expect(result.lastLines.at(-1)).toBe("bounded");
});

test("the process's DOCKER_* variables do not change which engine is asked", async () => {
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = "tcp://127.0.0.1:1";
  try {
    const engine = createDockerEngine({ dockerHost, installationId: "env", networkCidr: "10.211.0.0/16" });
    expect((await engine.info()).cpus).toBeGreaterThan(0);
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
});
