import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("is the only way by which a component refreshes the page, beside the shell that decides", () => {
  const files = globSync("{components,app}/**/*.{ts,tsx}").filter((file) => !file.includes(".test."));
  const direct = files.filter((file) => /\brouter\.refresh\(/.test(readFileSync(file, "utf8")));
  expect(files.length).toBeGreaterThan(200);
  expect(direct.sort()).toEqual(["components/shell/session/session-watch.tsx", "components/ui/use-refresh.ts"]);
});
