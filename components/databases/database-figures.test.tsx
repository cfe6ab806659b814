import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import DatabaseFigures from "./database-figures";

const figures = { connections: 3, sizeBytes: 2048, commits: 1200, cacheHitRatio: 0.987 };

it("shows what the server counts, and its slowest statements", async () => {
  const statements = [{ text: "SELECT $1", calls: 1000, meanMs: 1.25, totalMs: 1250 }];
  answerWith(() => ({ body: { ...figures, statements } }));
  show(<DatabaseFigures id="dbs_1" />, "/databases/dbs_1");
  for (const text of ["3", "2 KiB", "98.7 %", "1,200"]) expect(await screen.findByText(text)).toBeDefined();
  const row = within(screen.getByRole("row", { name: /SELECT \$1/ }));
  for (const text of ["1,000", "1.3 ms", "1.3 s"]) expect(row.getByText(text)).toBeDefined();
});

it("shows no statements where none are counted, and why nothing can be read", async () => {
  answerWith(() => ({ body: { ...figures, cacheHitRatio: null, statements: null } }));
  const { unmount } = show(<DatabaseFigures id="dbs_1" />, "/databases/dbs_1");
  expect(await screen.findByText("nothing read yet")).toBeDefined();
  expect(screen.queryByRole("table")).toBeNull();
  unmount();
  answerWith(() => refusal(503, "The service does not answer."));
  show(<DatabaseFigures id="dbs_2" />, "/databases/dbs_2");
  expect(await screen.findByText(/does not answer/)).toBeDefined();
});
