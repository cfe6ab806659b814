import { describe } from "vitest";
import { describeUnavailable } from "../contract/unavailable.contract";
import { createDockerEngine } from "./engine";

describe("docker engine", () => {
  describeUnavailable({
    makeEngineAt: (socketPath, deadlineMs) =>
      createDockerEngine({
        dockerHost: `unix://${socketPath}`,
        installationId: "none",
        networkCidr: "10.211.0.0/16",
        deadlines: { infoMs: deadlineMs, callMs: deadlineMs, stopGraceMs: deadlineMs, pullIdleMs: deadlineMs },
      }),
  });
});
