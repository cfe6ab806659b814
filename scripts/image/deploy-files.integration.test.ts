import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";

const profiles = ["redis", "s3", "monitoring"];
const config = (env: NodeJS.ProcessEnv) =>
  execFileSync("docker-compose", [...profiles.flatMap((one) => ["--profile", one]), "config"], {
    env: { PATH: process.env.PATH, ...env } as NodeJS.ProcessEnv,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

type Service = { volumes?: string[]; ports?: unknown[]; security_opt?: string[]; image?: string; user?: string };

it("compose.yaml is valid with every profile, and refuses to start without a password", () => {
  const { services } = parse(config({ POSTGRES_PASSWORD: "test" } as unknown as NodeJS.ProcessEnv));
  expect(Object.keys(services).sort()).toEqual(
    ["alloy", "grafana", "loki", "minio", "panel", "postgres", "prometheus", "redis"].sort(),
  );
  expect(() => config({} as NodeJS.ProcessEnv)).toThrow(/POSTGRES_PASSWORD/);
});

it("compose.yaml opens nothing but the panel, raises no rights, and names versions and files that exist", () => {
  const { services } = parse(readFileSync("compose.yaml", "utf8"), { merge: true }) as {
    services: Record<string, Service>;
  };
  for (const [name, service] of Object.entries(services)) {
    for (const port of service.ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:/);
    expect(service.security_opt, name).toEqual(["no-new-privileges:true"]);
    if (name !== "panel") expect(service.image, name).toMatch(/:[^:]*\d/);
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":");
      if (source.startsWith("./docs")) expect(existsSync(source), source).toBe(true);
    }
  }
});

it("the unit of systemd is valid", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lightnode-unit-"));
  try {
    const file = path.join(folder, "lightnode.service");
    // Paths and users of a machine that has the panel installed.
    const text = readFileSync("docs/deploy/lightnode.service", "utf8")
      .replace("/usr/bin/npm start", "/bin/true")
      .replace("WorkingDirectory=/opt/lightnode", `WorkingDirectory=${folder}`)
      .replace("User=lightnode", "User=root")
      .replace("SupplementaryGroups=docker\n", "");
    writeFileSync(file, text);
    const output = execFileSync("sh", ["-c", `systemd-analyze verify ${file} 2>&1`], { encoding: "utf8" });
    expect(output.split("\n").filter((line) => line.includes(file))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
