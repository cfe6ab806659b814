import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limitKindScript, limitScript } from "./disk-quota";

/** The scripts themselves, with programs that only note how they were called: quotas need a file system made for them. */
let directory: string;
const root = "/srv/engine";

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "quota-"));
  for (const program of ["xfs_quota", "setquota", "chattr", "find"]) {
    writeFileSync(path.join(directory, program), `#!/bin/sh\necho "${program} $*" >> ${directory}/calls\n`, {
      mode: 0o755,
    });
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(script: string, mounts: string[]): { output: string; calls: string } {
  writeFileSync(path.join(directory, "mounts"), `${mounts.join("\n")}\n`);
  writeFileSync(path.join(directory, "calls"), "");
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "test",
    PATH: `${directory}:/usr/bin:/bin`,
    MOUNTS: path.join(directory, "mounts"),
  };
  const output = execFileSync("/bin/sh", ["-c", script], { env, encoding: "utf8" }).trim();
  return { output, calls: readFileSync(path.join(directory, "calls"), "utf8") };
}

const plain = "/dev/a / ext4 rw,relatime 0 0";

describe("what sets the limit", () => {
  it.each([
    ["a plain file system", [plain], "none"],
    ["XFS with project quotas", [plain, "/dev/b /srv xfs rw,prjquota 0 0"], "quota"],
    ["ext4 with project quotas", [plain, "/dev/b /srv/engine ext4 rw,prjquota 0 0"], "quota"],
    ["quotas of a file system that holds something else", [plain, "/dev/b /srv/other xfs rw,prjquota 0 0"], "none"],
    ["a file system with a longer name", [plain, "/dev/b /srv/eng xfs rw,prjquota 0 0"], "none"],
    ["quotas of users only", [plain, "/dev/b /srv xfs rw,usrquota 0 0"], "none"],
    ["btrfs", ["/dev/b / btrfs rw,prjquota 0 0"], "none"],
  ])("%s", (_, mounts, expected) => {
    expect(run(limitKindScript(root), mounts).output).toBe(expected);
  });
});

describe("the limit", () => {
  const volume = `${root}/volumes/srv_1-data/_data`;
  it("is set on XFS for blocks and files", () => {
    const { output, calls } = run(limitScript(volume, { megabytes: 1024, files: 65_536 }), [
      "/dev/b /srv xfs rw,prjquota 0 0",
    ]);
    expect(output).toBe("quota");
    expect(calls).toMatch(
      /^xfs_quota -x -c project -s -p \/srv\/engine\/volumes\/srv_1-data\/_data (\d+) -c limit -p bhard=1024m ihard=65536 \1 \/srv$/m,
    );
  });
  it("is set on ext4, also for what is there already", () => {
    const { output, calls } = run(limitScript(volume, { megabytes: 2, files: 9 }), [
      "/dev/b /srv ext4 rw,prjquota 0 0",
    ]);
    expect(output).toBe("quota");
    expect(calls).toMatch(/^chattr -R -p (\d+) .*_data\nfind .*chattr \+P.*\nsetquota -P \1 0 2048 0 9 \/srv$/m);
  });
  it("is not set where there are none", () => {
    expect(run(limitScript(volume, { megabytes: 2, files: 9 }), [plain])).toEqual({ output: "none", calls: "" });
  });
});
