import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  channelAuthRequestSchema,
  channelSubjects,
  executorChannel,
  machineChannel,
  parsePanelChannel,
  provisioningStepSchema,
  serverChannel,
  staffChannel,
  userChannel,
} from "./contract";

describe("panel channels", () => {
  it("are named as API.md says", () => {
    expect(userChannel("usr_1")).toBe("private-user-usr_1");
    expect(serverChannel("srv_1")).toBe("private-server-srv_1");
    expect(executorChannel("exe_1")).toBe("private-executor-exe_1");
    expect(machineChannel("mac_1")).toBe("private-machine-mac_1");
  });

  it("know the channel of staff", () => {
    expect(parsePanelChannel(staffChannel)).toEqual({ subject: "staff", id: null });
    expect(parsePanelChannel(`${staffChannel}-x`)).toBeNull();
  });

  it("are parsed back to what they were built from", () => {
    const builders = { user: userChannel, server: serverChannel, executor: executorChannel, machine: machineChannel };
    fc.assert(
      fc.property(fc.constantFrom(...channelSubjects), fc.stringMatching(/^[A-Za-z0-9_]{1,128}$/), (subject, id) => {
        expect(parsePanelChannel(builders[subject](id))).toEqual({ subject, id });
      }),
    );
  });

  it("never parse to an id that would build another name", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^private-(user|server)-.{0,20}$/)), (name) => {
        const parsed = parsePanelChannel(name);
        if (parsed?.id) expect(`private-${parsed.subject}-${parsed.id}`).toBe(name);
      }),
    );
  });

  it.each([
    "",
    "private-user-",
    "private-user-a-b",
    "private-user-a\n",
    "presence-user-a",
    "private-other-a",
    "private-user-ä",
  ])("%j is none of ours", (name) => {
    expect(parsePanelChannel(name)).toBeNull();
  });

  it("refuse ids that would reach into another channel", () => {
    expect(() => userChannel("a,private-user-b")).toThrow();
    expect(() => serverChannel("")).toThrow();
  });
});

describe("channelAuthRequestSchema", () => {
  it.each([
    ["1.2", true],
    ["12345678901234.1234", true],
    ["1", false],
    ["1.2:private-user-x", false],
    ["1.2\n", false],
    ["", false],
  ])("socket_id %j: %s", (socketId, ok) => {
    expect(channelAuthRequestSchema.safeParse({ socket_id: socketId, channel_name: "c" }).success).toBe(ok);
  });
});

describe("provisioningStepSchema", () => {
  it("takes unknown progress, not progress beyond 1", () => {
    const step = {
      serverId: "s",
      run: "r",
      step: "pull",
      status: "running",
      progress: null,
      message: "",
      at: "2026-01-02T03:04:05Z",
      sequence: 0,
    };
    expect(provisioningStepSchema.safeParse(step).success).toBe(true);
    expect(provisioningStepSchema.safeParse({ ...step, progress: 1.1 }).success).toBe(false);
  });
});
