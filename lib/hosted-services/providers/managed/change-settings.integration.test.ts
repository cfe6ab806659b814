import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { openSealed, sealConnection } from "../sealed-connection";
import { changedSettings } from "./change-settings";

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

it("keeps what is not sent, and removes what is null", async () => {
  const id = await makeProvider("mail");
  const settings = { hostname: "mail.example.net", relayHost: "[smtp.example.net]:587", relayPassword: "secret" };
  const data = { mode: "managed", connectionSealed: sealConnection(id, { password: "p", settings }) };
  const provider = await sql().prisma.hostedProvider.update({ where: { id }, data });
  const changed = (sent: Record<string, unknown>) => openSealed({ ...provider, ...changedSettings(provider, sent) });
  expect(changed({ outbound: "off" })).toMatchObject({ password: "p", settings: { ...settings, outbound: "off" } });
  expect(changed({ relayPassword: null })).toMatchObject({ settings: { ...settings, relayPassword: "" } });
  expect(() => changed({ hostname: null })).toThrow(expect.objectContaining({ code: "validation_failed" }));
});
