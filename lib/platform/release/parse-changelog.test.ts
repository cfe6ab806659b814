import { expect, it } from "vitest";
import { parseChangelog } from "./parse-changelog";

const text = `# Changelog

All changes.

## [Unreleased]

### Added
- Platform backups that
  a restore verifies.

## [1.1.0] - 2026-11-28
### Added
- Alerts.
* Channels.
### Fixed
- A port that stayed assigned.

## 1.0.0

[1.1.0]: https://example.net
`;

it("reads versions, dates, sections and lists", () => {
  expect(parseChangelog(text)).toEqual([
    {
      version: "Unreleased",
      date: null,
      sections: [{ title: "Added", items: ["Platform backups that a restore verifies."] }],
    },
    {
      version: "1.1.0",
      date: "2026-11-28",
      sections: [
        { title: "Added", items: ["Alerts.", "Channels."] },
        { title: "Fixed", items: ["A port that stayed assigned."] },
      ],
    },
  ]);
});

it("takes a list without a section", () => {
  expect(parseChangelog("## 1.0.0\n\n- One.\n- Two.\n")).toEqual([
    { version: "1.0.0", date: null, sections: [{ title: "Changes", items: ["One.", "Two."] }] },
  ]);
});

it.each(["", "# Changelog\n\ntext\n", "## 1.0.0\n\nA text.\n"])("finds nothing in %j", (given) => {
  expect(parseChangelog(given)).toEqual([]);
});
