import { afterEach, beforeAll, describe } from "vitest";
import { describeContainers } from "./contract/containers.contract";
import { describeEndings } from "./contract/endings.contract";
import { Harness, type HarnessOptions } from "./contract/harness";
import { describeImages } from "./contract/images.contract";
import { describeNetworks } from "./contract/networks.contract";
import { describeStreams } from "./contract/streams.contract";
import { describeVolumes } from "./contract/volumes.contract";

/**
 * The promises of {@link ContainerEngine}, run against a real engine with real containers of the sample game. Every
 * engine passes it; what only Docker shows (options, cgroups) is tested beside the Docker engine. Fails without an
 * engine. How engines fail that are gone or hang is in contract/unavailable.contract.ts, which needs none.
 */
export function describeEngineContract(name: string, options: HarnessOptions): void {
  describe(`${name}: engine contract`, () => {
    const harness = new Harness(options);
    beforeAll(() => harness.prepare());
    // After each test, so that nothing of one is visible to the next; also after a failed one.
    afterEach(() => harness.sweep());

    describe("containers", () => describeContainers(harness));
    describe("endings", () => describeEndings(harness));
    describe("streams", () => describeStreams(harness));
    describe("networks", () => describeNetworks(harness));
    describe("volumes", () => describeVolumes(harness));
    describe("images", () => describeImages(harness));
  });
}
