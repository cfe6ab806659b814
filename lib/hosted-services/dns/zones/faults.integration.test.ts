import { afterAll, beforeAll, describe } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { connectNameServer } from "@/lib/testing/hosted/connect-name-server";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { describeFaults } from "../../resources/faults.contract";
import { createZone } from "./create-zone";
import { dnsZoneDefinition } from "./dns-zone";
import { deleteZone, retryZone } from "./manage-zone";

const server = new OwnPowerDns();
let environment: TestEnvironment;
let made = 0;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await connectNameServer(server);
});
afterAll(async () => {
  await environment.close();
  await server.dispose();
});

describe("faults of zones", () => {
  describeFaults(dnsZoneDefinition, {
    create: async (owner) => {
      const name = `faults${made++}.example`;
      return (await createZone(owner, { name, template: "website", parameters: { ipv4: "192.0.2.1" } })).id;
    },
    delete: deleteZone,
    retry: retryZone,
    residue: () => server.zones(),
    stopProvider: () => server.stop(),
    startProvider: () => server.start(),
  });
});
