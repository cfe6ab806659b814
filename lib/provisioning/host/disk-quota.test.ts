import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { limitKindScript, limitScript } from "./disk-quota";

/** The scripts themselves, with programs that only note how they were called: quotas need a file system made for them. */
let directory: string;
const root = "/srv/engine";
/** What the programs answer. */
const environment: { PROJECT?: string; SLOW?: string } = {};

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "quota-"));
  const answers: Record<string, string> = {
    // The project of the directory above, as both programs write it.
    xfs_io: `case "$*" in *lsproj*) echo "projid = \${PROJECT:-0}";; esac`,
    lsattr: `echo "\${PROJECT:-0} --------------e------- $2"`,
    chattr: `[ -z "$SLOW" ] || exec sleep 60`,
  };
  for (const program of ["xfs_quota", "xfs_io", "setquota", "chattr", "lsattr", "find"]) {
    const script = `#!/bin/sh\necho "${program} $*" >> ${directory}/calls\n${answers[program] ?? ""}\n`;
    writeFileSync(path.join(directory, program), script, { mode: 0o755 });
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(script: string, mounts: string[]): { output: string; calls: string } {
  writeFileSync(path.join(directory, "mounts"), `${mounts.join("\n")}\n`);
  writeFileSync(path.join(directory, "calls"), "");
  const env: NodeJS.ProcessEnv = {
    ...environment,
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
  const xfs = ["/dev/b / xfs rw,prjquota 0 0"];
  const ext4 = ["/dev/b / ext4 rw,prjquota 0 0"];
  let volume: string;
  let id: string;

  beforeEach(() => {
    volume = path.join(directory, "volumes", "srv_1-data", "_data");
    mkdirSync(volume, { recursive: true });
    delete environment.PROJECT;
    id = /-c project -s -p \S+ (\d+)/.exec(set(xfs).calls)?.[1] ?? "";
  });
  const set = (mounts: string[], megabytes = 1024) => run(limitScript(volume, { megabytes, files: 65_536 }, 1), mounts);

  it("is set on XFS for blocks and files", () => {
    const { output, calls } = set(xfs);
    expect(output).toBe("quota");
    expect(calls.split("\n").slice(0, -1)).toEqual([
      `xfs_io -r -c lsproj ${path.dirname(volume)}`,
      `xfs_quota -x -c project -s -p ${volume} ${id} /`,
      `xfs_quota -x -c limit -p bhard=1024m ihard=65536 ${id} /`,
      `xfs_io -r -c chproj ${id} ${path.dirname(volume)}`,
    ]);
  });

  it("is set on ext4, also for what is there already", () => {
    const { output, calls } = set(ext4, 2);
    expect(output).toBe("quota");
    expect(calls.split("\n").slice(0, -1)).toEqual([
      `lsattr -pd ${path.dirname(volume)}`,
      `find ${volume} -xdev -type d -exec chattr +P {} +`,
      `chattr -R -p ${id} ${volume}`,
      `setquota -P ${id} 0 2048 0 65536 /`,
      `chattr -p ${id} ${path.dirname(volume)}`,
    ]);
  });

  it.each([
    ["XFS", xfs, /^xfs_io \S+ -c lsproj \S+\nxfs_quota -x -c limit .*\n$/],
    ["ext4", ext4, /^lsattr .*\nsetquota .*\n$/],
  ])("walks over no file a second time on %s", (_, mounts, expected) => {
    environment.PROJECT = id;
    expect(set(mounts)).toEqual({ output: "quota", calls: expect.stringMatching(expected) });
  });

  it("sets no limit and no mark when the walk takes too long, and says so", () => {
    environment.SLOW = "1";
    const { output, calls } = set(ext4);
    delete environment.SLOW;
    expect(output).toBe("slow");
    expect(calls).not.toMatch(/setquota|chattr -p/);
  });

  it("is not set where there are none, or no volume", () => {
    expect(set([plain])).toEqual({ output: "none", calls: "" });
    rmSync(volume, { recursive: true });
    expect(set(xfs)).toEqual({ output: "absent", calls: "" });
  });
});
