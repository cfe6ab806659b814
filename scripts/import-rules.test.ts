import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyProject } from "./project-copy";

// The rules of .dependency-cruiser.cjs judge what they are meant to judge: a checker that reads nothing finds nothing.
// Files that break them are added to a copy of the project.
type Report = {
  modules: unknown[];
  summary: { totalCruised: number; violations: { from: string; rule: { name: string } }[] };
};
let copy: string;

beforeAll(() => {
  copy = copyProject();
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function cruise(...targets: string[]): Promise<Report> {
  const program = path.join(copy, "node_modules/.bin/depcruise");
  const args = [program, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...targets];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (stdout) resolve(JSON.parse(stdout));
      else reject(error);
    });
  });
}

function plant(file: string, text: string): void {
  writeFileSync(path.join(copy, file), text, { flag: "wx" });
}

/** What each file imports, and the rule that it breaks by that. */
const offenders = [
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
  ["test support in a component", "components/planted-l.ts", "@/components/testing/show", "test-support-only-in-tests"],
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
] as const;

describe("import rules", { timeout: 120_000 }, () => {
  const broken = new Map<string, string[]>();

  beforeAll(async () => {
    for (const [, file, target] of offenders)
      plant(file, `export type * from "${target}";\nexport * from "${target}";\n`);
    plant("lib/nodes/planted-r.ts", 'import type { Q } from "./planted-q";\nexport type R = Q | null;\n');
    plant("lib/nodes/planted-q.ts", 'import type { R } from "./planted-r";\nexport type Q = { r: R };\n');
    const { summary } = await cruise("lib/nodes/planted-q.ts", ...offenders.map(([, file]) => file));
    for (const { from, rule } of summary.violations) broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  }, 120_000);

  it("read the whole of lib", async () => {
    const { modules } = await cruise("lib");
    expect(modules.length).toBeGreaterThan(100);
  });

  it.each(offenders)("catch %s", (_what, file, _target, rule) => {
    expect(broken.get(file)).toContain(rule);
  });

  it("catch two files that need each other's types only", () => {
    expect(broken.get("lib/nodes/planted-q.ts")).toContain("no-cycles");
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
    plant(file, text);
    const program = path.join(copy, "node_modules/.bin/biome");
    const output = await new Promise<string>((resolve) => {
      execFile(program, ["lint", "--reporter=json", file], { cwd: copy }, (_error, stdout) => resolve(stdout));
    });
    expect(output).toContain(rule);
  });
});
