import { execFile } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";

// The rules of .dependency-cruiser.cjs judge what they are meant to judge: a checker that reads nothing finds nothing.
const root = path.resolve(import.meta.dirname, "..");
type Report = {
  modules: unknown[];
  summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
};

function cruise(...targets: string[]): Promise<Report> {
  const program = path.join(root, "node_modules/.bin/depcruise");
  const args = [program, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...targets];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (stdout) resolve(JSON.parse(stdout));
      else reject(error);
    });
  });
}

const planted = new Set<string>();
afterEach(() => {
  for (const file of planted) rmSync(file, { force: true });
  planted.clear();
});

/** Names of the rules that a file of this text breaks. The file is there for as long as the cruise takes. */
async function rulesBrokenBy(file: string, text: string): Promise<string[]> {
  const full = path.join(root, file);
  if (existsSync(full)) throw new Error(`${file} exists`);
  planted.add(full);
  writeFileSync(full, text);
  try {
    const { summary } = await cruise(file);
    return summary.violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name);
  } finally {
    rmSync(full, { force: true });
    planted.delete(full);
  }
}

describe("import rules", { timeout: 60_000 }, () => {
  it("read the whole of lib", async () => {
    const { modules } = await cruise("lib");
    expect(modules.length).toBeGreaterThan(100);
  });

  it.each([
    ["core looking up", "lib/core/planted-a.ts", "@/lib/http/problem", "layer-core"],
    ["a relative way up", "lib/core/planted-b.ts", "../http/problem", "layer-core"],
    ["a type from above", "lib/nodes/planted-c.ts", "@/lib/game-servers/contract", "layer-nodes"],
    ["a feature looking sideways", "lib/auth/planted-d.ts", "@/lib/game-servers/contract", "layer-auth"],
    [
      "provisioning looking at the database",
      "lib/provisioning/planted-e.ts",
      "@/lib/db/transaction",
      "layer-provisioning",
    ],
    ["the engine's library elsewhere", "lib/nodes/planted-f.ts", "dockerode", "docker-only-in-provisioning"],
    ["Pusher elsewhere", "lib/http/planted-g.ts", "pusher", "pusher-only-in-realtime"],
    ["SQL in a component", "components/planted-h.ts", "pg", "database-only-in-lib"],
    ["a use case in a component", "components/planted-i.ts", "@/lib/nodes/queries", "components-stay-in-the-browser"],
    [
      "server code in the browser's client",
      "lib/http/client/planted-k.ts",
      "@/lib/http/problem",
      "client-takes-types-only",
    ],
    [
      "test support in a component",
      "components/planted-l.ts",
      "@/components/testing/show",
      "test-support-only-in-tests",
    ],
    [
      "the server in the rules of DNS records",
      "lib/hosted-services/dns/records/planted-s.ts",
      "@/lib/core/networks",
      "dns-rules-run-in-browsers",
    ],
    [
      "a list of public suffixes in a component",
      "components/planted-t.ts",
      "@/lib/hosted-services/dns/zones/zone-name",
      "components-stay-in-the-browser",
    ],
    [
      "a service in a kind of objects on it",
      "lib/hosted-services/dns/zones/planted-u.ts",
      "../powerdns/dns-provider",
      "kinds-without-the-engine",
    ],
    ["test support in production", "lib/platform/planted-j.ts", "@/lib/testing/fixtures", "test-support-only-in-tests"],
  ])("catch %s", async (_what, file, target, rule) => {
    const text = `export type * from "${target}";\nexport * from "${target}";\n`;
    expect(await rulesBrokenBy(file, text)).toContain(rule);
  });

  it("catch two files that need each other's types only", async () => {
    const other = path.join(root, "lib/nodes/planted-r.ts");
    planted.add(other);
    writeFileSync(other, 'import type { Q } from "./planted-q";\nexport type R = Q | null;\n');
    const text = 'import type { R } from "./planted-r";\nexport type Q = { r: R };\n';
    expect(await rulesBrokenBy("lib/nodes/planted-q.ts", text)).toContain("no-cycles");
  });
});

describe("Biome's rules", { timeout: 60_000 }, () => {
  const long = `export function long(): void {\n${"  void 0;\n".repeat(61)}}\n`;
  it.each([
    [
      "the environment read outside core/env.ts",
      "lib/nodes/planted-m.ts",
      "export const home = process.env.HOME;\n",
      "noProcessEnv",
    ],
    ["the environment read in a page", "app/planted-n.ts", "export const home = process.env.HOME;\n", "noProcessEnv"],
    ["a function of more than 60 lines", "components/planted-o.ts", long, "noExcessiveLinesPerFunction"],
  ])("catch %s", async (_what, file, text, rule) => {
    const full = path.join(root, file);
    planted.add(full);
    writeFileSync(full, text);
    const program = path.join(root, "node_modules/.bin/biome");
    const output = await new Promise<string>((resolve) => {
      execFile(program, ["lint", "--reporter=json", file], { cwd: root }, (_error, stdout) => resolve(stdout));
    });
    expect(output).toContain(rule);
  });
});
