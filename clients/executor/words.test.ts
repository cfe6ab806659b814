import { describe, expect, it } from "vitest";
import { bareHost, settingsSchema } from "../../lib/executors/config/contract";
import { bridgeAddress } from "./bridge/address";
import { commandLine, typed } from "./command-line/command-words";
import { isFinal } from "./command-line/run-command";
import { effectiveConfig, type PanelConfig } from "./config/effective-config";
import { manualSettingsOf } from "./config/manual-settings";
import { namesOf } from "./service/service-command";
import { windowsTaskScript } from "./service/windows-task";
import { messageOf } from "./stop";
import { explainErrno } from "./system/errno";

describe("the host of a bridge", () => {
  it.each([
    ["tcp://localhost", "localhost"],
    ["TCP://192.0.2.1/", "192.0.2.1"],
    [" localhost ", "localhost"],
    ["tcp://[::1]", "::1"],
    ["2001:db8::1", "2001:db8::1"],
    ["bridge.example.net", "bridge.example.net"],
  ])("%s is taken as %s, from the panel and by hand", (text, expected) => {
    expect(settingsSchema.parse({ zmqHost: text })).toEqual({ zmqHost: expected });
    expect(bareHost(text)).toBe(expected);
    const panel = { zmqHost: text, zmqPort: 5555, settings: {}, features: {} } as unknown as PanelConfig;
    expect(effectiveConfig(panel, {}).zmqHost).toBe(expected);
    const manual = manualSettingsOf({ ZMQ_HOST: text });
    expect(effectiveConfig({ ...panel, zmqHost: "elsewhere" }, manual).zmqHost).toBe(expected);
  });

  it.each(["tcp://localhost:5555", "localhost:5555", "ipc:///tmp/x", "a b", "", "tcp://"])("%s is refused", (text) => {
    expect(settingsSchema.safeParse({ zmqHost: text }).success).toBe(false);
  });

  it("is written with brackets when it is IPv6", () => {
    expect(bridgeAddress("::1", 5555)).toBe("tcp://[::1]:5555");
    expect(bridgeAddress("localhost", 5555)).toBe("tcp://localhost:5555");
  });
});

describe("what went wrong", () => {
  it.each(["EACCES", "ENOSPC", "EROFS", "ENOTDIR", "EMFILE", "EIO"])("%s is said in words, with what to do", (code) => {
    const error = Object.assign(new Error(`${code}: for programmers, open '/h/journal'`), { code, path: "/h/journal" });
    const text = messageOf(error);
    expect(text).not.toContain(code);
    expect(text).toMatch(/\. [A-Z].*\.$/);
    if (!["EMFILE"].includes(code)) expect(text).toContain("/h/journal");
  });

  it("of another kind keeps its own words", () => {
    expect(explainErrno(new Error("The bridge is closed."))).toBeNull();
    expect(messageOf(new Error("The bridge is closed."))).toBe("The bridge is closed.");
  });
});

describe("the next command", () => {
  it("can be typed as it is shown: the program's file, and quotes where a shell needs them", () => {
    expect(commandLine("run", "--home", "/h")).toMatch(/^\S*node\S* \S+ run --home \/h$/);
    expect(typed("/home/ada/my executor", "linux")).toBe("'/home/ada/my executor'");
    expect(typed("it's", "linux")).toBe("'it'\\''s'");
    expect(typed("C:\\Program Files\\x", "win32")).toBe('"C:\\Program Files\\x"');
    expect(typed("/plain/path", "linux")).toBe("/plain/path");
  });
});

describe("services of one machine", () => {
  it("have a unit, a home and a task each", () => {
    expect(namesOf(undefined)).toEqual({
      unit: "lightnode-executor.service",
      unitFile: "/etc/systemd/system/lightnode-executor.service",
      home: "/var/lib/lightnode-executor",
    });
    expect(namesOf("berlin")).toEqual({
      unit: "lightnode-executor-berlin.service",
      unitFile: "/etc/systemd/system/lightnode-executor-berlin.service",
      home: "/var/lib/lightnode-executor-berlin",
    });
    const script = windowsTaskScript({ node: "n", program: "p", home: "h", instance: "berlin" });
    expect(script).toContain("-TaskName 'LightNode Executor berlin'");
  });

  it("are not started again after a newer copy took over or a revocation, on Windows neither", () => {
    expect([0, 1, 64, 75, 78].filter(isFinal)).toEqual([75, 78]);
    expect(windowsTaskScript({ node: "n", program: "p", home: "h" })).toContain("run --as-task --home");
  });
});
