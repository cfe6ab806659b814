// `npm run release-notes -- 0.2.0`: the notes of a version from CHANGELOG.md (without a version: of what is not released
// yet), then the commits since the tag before, by kind. For the text of a release.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./setup/paths.mjs";
import { fail } from "./setup/report.mjs";

const headings = { feat: "New", fix: "Corrected", perf: "Faster", docs: "Documents" };
const git = (...args) =>
  execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** The part of the changelog below the heading of this version, or null. */
export function sectionOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.split("\n")[0].trim().startsWith(version));
  return section === undefined ? null : section.split("\n").slice(1).join("\n").trim();
}

/** Conventional Commits by kind, as lists. */
export function groupCommits(subjects) {
  return Object.entries(headings).flatMap(([kind, heading]) => {
    const own = subjects.filter((subject) => new RegExp(`^${kind}(\\(.+\\))?!?: `).test(subject));
    return own.length === 0
      ? []
      : [
          `### ${heading}\n\n${own.map((one) => `- ${one.replace(/^\w+(\((.+)\))?!?: /, (_all, _group, scope) => (scope ? `${scope}: ` : ""))}`).join("\n")}`,
        ];
  });
}

function subjectsSince(version) {
  const tags = git("tag", "--list", "v*", "--sort=-version:refname").split("\n").filter(Boolean);
  const current = tags.includes(`v${version}`) ? `v${version}` : "HEAD";
  const before = tags.find((tag) => tag !== current);
  return git("log", "--no-merges", "--format=%s", before ? `${before}..${current}` : current)
    .split("\n")
    .filter(Boolean);
}

if (process.argv[1] === import.meta.filename) {
  const version = process.argv[2] ?? "Unreleased";
  const section = sectionOf(readFileSync(path.join(root, "CHANGELOG.md"), "utf8"), version);
  if (section === null) {
    fail(`CHANGELOG.md has no section ${version}`);
    process.exitCode = 1;
  } else console.log([section, ...groupCommits(subjectsSince(version))].join("\n\n"));
}
