import { expect, it } from "vitest";
import { compareVersions, newestTag, parseVersion } from "./versions.mjs";

it("orders versions as semver does", () => {
  const ordered = [
    "0.9.9",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-rc.2",
    "1.0.0-rc.11",
    "v1.0.0",
    "1.10.0",
  ];
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
  expect(compareVersions("v1.2.3", "1.2.3")).toBe(0);
});

it("takes the newest release, never a pre-release or another tag", () => {
  expect(newestTag(["v1.2.0", "v1.10.0", "v2.0.0-rc.1", "nightly"])).toBe("v1.10.0");
  expect(newestTag(["nightly"])).toBeNull();
});

it.each(["1.2", "1.2.3.4", "latest", "1.2.3; rm -rf /"])("takes %s for no version", (text) => {
  expect(parseVersion(text)).toBeNull();
});
