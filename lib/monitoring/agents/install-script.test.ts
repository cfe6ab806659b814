import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { installScript } from "./install-script";

const script = installScript({ url: "https://panel.example.net", sha256: "a".repeat(64) });

it("is a script that a POSIX shell can read", () => {
  execFileSync("sh", ["-n"], { input: script });
  expect(script).toContain("URL='https://panel.example.net'");
  expect(script).toContain("RestartPreventExitStatus=78");
});

it("keeps an address with a quote in one word", () => {
  const text = installScript({ url: "https://x'$(id)", sha256: "0" });
  const line = text.split("\n").find((part) => part.startsWith("URL=")) ?? "";
  expect(execFileSync("sh", ["-c", `${line}; printf %s "$URL"`]).toString()).toBe("https://x'$(id)");
});
