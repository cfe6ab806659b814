import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { measureScript } from "./disk";

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "measure-"));
  for (const name of ["quick", "slow", "last"]) {
    mkdirSync(path.join(root, "volumes", name, "_data"), { recursive: true });
    writeFileSync(path.join(root, "volumes", name, "_data", "world"), "x".repeat(100_000));
  }
  mkdirSync(path.join(root, "bin"));
  const du = `#!/bin/sh\ncase "$2" in */slow/*) exec sleep 60;; esac\nexec /usr/bin/du "$@"\n`;
  writeFileSync(path.join(root, "bin", "du"), du, { mode: 0o755 });
});
afterAll(() => rmSync(root, { recursive: true }));

it("one volume that takes too long is left out, and the others are measured", () => {
  const env: NodeJS.ProcessEnv = { NODE_ENV: "test", PATH: `${root}/bin:/usr/bin:/bin` };
  const script = measureScript(root, ["quick", "slow", "absent", "last"], 1_000);
  const output = execFileSync("/bin/sh", ["-c", script], { env, encoding: "utf8" });
  expect(output).toMatch(/^quick \d{3} 2\nlast \d{3} 2\n$/);
});
