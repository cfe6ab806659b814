import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/components/testing/show";
import type { ReleaseView } from "@/lib/platform/release/contract";
import { ReleaseReport } from "./release-report";

const release: ReleaseView = {
  version: "1.1.0",
  lastMigration: "20261128070000_x",
  migrations: 48,
  databaseBytes: 14 * 1024 * 1024,
  unfinishedRuns: 1,
  former: null,
  history: [],
  notes: [],
};

it("says what runs and how to upgrade, without a way back where there is none", () => {
  show(<ReleaseReport release={release} />);
  expect(screen.getByText(/LightNode 1.1.0/).textContent).toContain("one run is in progress");
  expect(screen.getByText("npm run upgrade")).not.toBeNull();
  expect(screen.queryByText("npm run upgrade -- --back")).toBeNull();
  expect(screen.getByText("This release has no notes.")).not.toBeNull();
});

it("shows the notes with the running release marked, the way back and the history", () => {
  const notes = [{ version: "1.1.0", date: "2026-11-28", sections: [{ title: "Added", items: ["Run `npm start`."] }] }];
  const history = [{ at: new Date().toISOString(), from: "1.0.0", to: "1.1.0" }];
  show(<ReleaseReport release={{ ...release, former: "1.0.0", notes, history }} />);
  const shown = within(screen.getByRole("region", { name: "1.1.0" }));
  expect(shown.getByText("2026-11-28, runs here")).not.toBeNull();
  expect(shown.getByText("npm start").tagName).toBe("CODE");
  expect(screen.getByText("npm run upgrade -- --back")).not.toBeNull();
  expect(screen.getByText("1.0.0 → 1.1.0")).not.toBeNull();
});
