import { describe, expect, test } from "vitest";
import { provisioningErrors } from "../errors";
import { translateDockerError, translatePullError } from "./translate-errors";

function answer(statusCode: number, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message}`), {
    statusCode,
    json: { message },
  });
}

function failure(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

describe("an answer of the engine", () => {
  // Texts as engines 20.10 to 29 send them.
  const portConflicts: [string, string, number | undefined][] = [
    [
      "20.10, a container has it",
      "driver failed programming external connectivity on endpoint a (b): Bind for 0.0.0.0:25565 failed: port is already allocated",
      25_565,
    ],
    [
      "20.10, a program has it",
      "driver failed programming external connectivity on endpoint a (b): Error starting userland proxy: listen tcp4 127.0.0.1:25566: bind: address already in use",
      25_566,
    ],
    ["20.10, UDP", "Error starting userland proxy: listen udp4 0.0.0.0:19132: bind: address already in use", 19_132],
    ["IPv6", "Bind for :::25565 failed: port is already allocated", 25_565],
    ["IPv6 in brackets", "Error starting userland proxy: listen tcp6 [::]:80: bind: address already in use", 80],
    [
      "28",
      "failed to set up container networking: driver failed programming external connectivity on endpoint a (b): failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp: address already in use",
      8080,
    ],
    ["29", "failed to bind host port 0.0.0.0:8081/tcp: address already in use", 8081],
    ["a text that names none", "something: address already in use", undefined],
  ];
  test.each(portConflicts)("port conflict of %s", (_, message, hostPort) => {
    const error = translateDockerError(answer(500, message));
    expect(error.code).toBe("port_in_use");
    expect(error.extra?.hostPort).toBe(hostPort);
    expect(error.message).not.toMatch(/endpoint|driver|proxy/);
  });

  const others: [number, string, string][] = [
    [404, "No such container: game", "container_not_found"],
    [404, "No such image: sha256:00", "image_not_found"],
    [404, "network lightnode-x not found", "engine_refused"],
    [409, "Container abc is not running", "container_not_running"],
    [409, "Conflict. The container name is already in use", "engine_refused"],
    [400, "Minimum memory limit allowed is 6MB", "engine_refused"],
    [500, "no space left on device", "engine_disk_full"],
    [403, "no available IPv4 addresses on this network's address pools: ln-usr_1 (8d8f6a9c2f)", "network_full"],
    [403, "authorization denied by plugin opa: not allowed", "engine_denied"],
    [
      500,
      "Failed to Setup IP tables: Unable to enable ACCEPT OUTGOING rule:  (iptables failed: iptables --wait -I DOCKER 1: iptables: No chain/target/match by that name.",
      "engine_firewall",
    ],
    [500, "could not find an available, non-overlapping IPv4 address pool among the defaults", "network_exhausted"],
    [503, "This node is not a swarm manager", "engine_unavailable"],
    [502, "<html>bad gateway</html>", "engine_unavailable"],
  ];
  test.each(others)("%i %s is %s", (status, message, code) => {
    const original = answer(status, message);
    const error = translateDockerError(original);
    expect(error.code).toBe(code);
    expect(error.cause).toBe(original);
    expect(error.message).not.toContain(message);
  });
});

describe("no answer", () => {
  test.each(["ECONNREFUSED", "ENOENT", "ECONNRESET", "EPIPE", "EACCES", "ENOTFOUND", "ETIMEDOUT"])("%s", (code) => {
    expect(translateDockerError(failure(code)).code).toBe("engine_unavailable");
  });
  test("a socket that the panel may not open says so, with the cure", () => {
    expect(translateDockerError(failure("EACCES")).message).toContain("group docker");
  });
  test.each(["socket hang up", "aborted"])("%s", (message) => {
    expect(translateDockerError(new Error(message)).code).toBe("engine_unavailable");
  });
  test("an error of our own passes through", () => {
    const ours = provisioningErrors.engine_timeout();
    expect(translateDockerError(ours)).toBe(ours);
  });
  test("a defect is not taken for an absent engine", () => {
    expect(translateDockerError(new TypeError("x is not a function")).code).toBe("engine_refused");
  });
});

describe("a failed pull", () => {
  const cases: [string, string][] = [
    ["manifest for itzg/minecraft-server:nope not found: manifest unknown: manifest unknown", "image_not_found"],
    [
      "pull access denied for nobody/nothing, repository does not exist or may require 'docker login'",
      "image_not_found",
    ],
    ["no matching manifest for linux/arm64 in the manifest list entries", "image_not_found"],
    ['failed to resolve reference "docker.io/a/b:c": docker.io/a/b:c: not found', "image_not_found"],
    [
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
      "registry_unreachable",
    ],
    ['Get "https://127.0.0.1:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused', "registry_unreachable"],
    ["net/http: request canceled while waiting for connection (Client.Timeout exceeded)", "registry_unreachable"],
    ['Get "https://registry.example.net/v2/": x509: certificate signed by unknown authority', "registry_unreachable"],
    ["toomanyrequests: You have reached your pull rate limit", "registry_rate_limited"],
    ['Head "https://registry.example.net/v2/a/manifests/1": no basic auth credentials', "registry_denied"],
    ["unauthorized: authentication required", "registry_denied"],
    ["denied: requested access to the resource is denied", "registry_denied"],
    ["filesystem layer verification failed for digest sha256:0123", "image_corrupt"],
    [
      "failed to register layer: Error processing tar file(exit status 1): archive/tar: invalid tar header",
      "image_corrupt",
    ],
    ["failed to register layer: write /usr/lib/a: no space left on device", "engine_disk_full"],
    ["unknown blob", "image_pull_failed"],
    ["unexpected EOF", "image_pull_failed"],
    ["write /var/lib/docker/tmp/x: no space left on device", "engine_disk_full"],
  ];
  test.each(cases)("%s is %s", (message, code) => {
    expect(translatePullError(new Error(message)).code).toBe(code);
    expect(translatePullError(translateDockerError(answer(500, message))).code).toBe(code);
  });
  test("an engine that vanishes meanwhile is not the registry's fault", () => {
    expect(translatePullError(failure("ECONNRESET")).code).toBe("engine_unavailable");
    expect(translatePullError(provisioningErrors.engine_timeout()).code).toBe("engine_timeout");
  });
});
