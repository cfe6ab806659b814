import { describe, expect, it } from "vitest";
import { baseConfig } from "@/lib/executors/config/contract";
import { configLines, flatConfig, sidesOf, valueText } from "./flat-config";

describe("a configuration by path", () => {
  it("says which layer set each value, and which were removed", () => {
    const config = { ...baseConfig, zmqPort: 7000, zmqHost: "bridge", features: { fast: true } };
    const lines = configLines(config, { zmqPort: 7000, features: { old: null } }, baseConfig);
    const byPath = Object.fromEntries(lines.map(({ path, value, setBy }) => [path, [value, setBy]]));
    expect(byPath).toEqual({
      zmqHost: ["bridge", "template"],
      zmqPort: [7000, "own"],
      heartbeatIntervalMs: [30_000, "base"],
      commandTimeoutMs: [10_000, "base"],
      "features.fast": [true, "template"],
      "features.old": [undefined, "own"],
    });
  });

  it("flattens names, and puts changes on two sides", () => {
    expect(flatConfig({ zmqPort: 1, settings: { a: "b" } })).toEqual({ zmqPort: 1, "settings.a": "b" });
    expect(
      sidesOf([
        { path: "zmqPort", before: 1, after: 2 },
        { path: "features.x", after: true },
      ]),
    ).toEqual({
      before: { zmqPort: 1, "features.x": undefined },
      after: { zmqPort: 2, "features.x": true },
    });
  });

  it.each([
    [undefined, "removed"],
    [null, "removed"],
    [true, "on"],
    [false, "off"],
    [0, "0"],
    ["", ""],
  ])("reads %j as %j", (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});
