import { expect, it } from "vitest";
import { groupCommits, sectionOf } from "./release-notes.mjs";

it("takes the section of a version", () => {
  const changelog = "# Changelog\n\n## Unreleased\n\n- b\n\n## 0.1.0\n\n- a\n";
  expect(sectionOf(changelog, "Unreleased")).toBe("- b");
  expect(sectionOf(changelog, "0.1.0")).toBe("- a");
  expect(sectionOf(changelog, "9.9.9")).toBeNull();
});

it("lists commits by kind, and leaves out what users do not notice", () => {
  expect(groupCommits(["fix(alerts): end an alert", "feat: docs", "chore: tidy", "feat(db): replica"])).toEqual([
    "### New\n\n- docs\n- db: replica",
    "### Corrected\n\n- alerts: end an alert",
  ]);
});
