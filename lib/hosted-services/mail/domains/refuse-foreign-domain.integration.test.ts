import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { OwnPowerDns } from "@/lib/testing/processes/powerdns";
import { createZone } from "../../dns/zones/create-zone";
import { createMailDomain } from "./create-domain";

// What DNS says about mail, asked of a real name server. The mail server does not exist: creates are only accepted here.
const names = new OwnPowerDns();
let environment: TestEnvironment;
let owner: Actor;

beforeAll(async () => {
  await names.start();
  environment = await openTestEnvironment({ DNS_RESOLVERS: `127.0.0.1:${names.dnsPort}` });
  const mail = await makeProvider("mail");
  const ports = { smtp: 25, submission: 587, imaps: 993 };
  const endpoints = Object.entries(ports).map(([name, port]) => ({
    name,
    protocol: name,
    host: "MX.own.example",
    port,
  }));
  await sql().prisma.hostedProvider.update({ where: { id: mail }, data: { endpoints } });
  await makeProvider("dns");
  owner = await makeUser();
  await sql().prisma.hostedQuota.create({ data: { userId: owner.userId ?? "", kind: "mail-domain", max: 100 } });
});
afterAll(async () => {
  await environment.close();
  await names.dispose();
});

/** A zone in DNS, which the panel does not know, with these MX records. */
async function publish(zone: string, mx: string[]): Promise<void> {
  const records = mx.map((content) => ({ content, disabled: false }));
  const rrsets = mx.length === 0 ? [] : [{ name: `${zone}.`, type: "MX", ttl: 60, records }];
  const body = { name: `${zone}.`, kind: "Native", nameservers: ["ns1.names.example."], rrsets };
  const headers = { "x-api-key": names.apiKey, "content-type": "application/json" };
  const url = `${names.apiUrl}/api/v1/servers/localhost/zones`;
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(201);
}

const create = (actor: Actor, name: string) => createMailDomain(actor, { name });

describe("a mail domain", () => {
  it("whose mail goes to another server is refused, and an administrator may create it", async () => {
    await publish("large-service.example", ["10 mx1.elsewhere.example."]);
    await expect(create(owner, "large-service.example")).rejects.toMatchObject({
      code: "mail_goes_elsewhere",
      message: expect.stringContaining("names mx1.elsewhere.example. Set it to mx.own.example first"),
    });
    expect(await create(await makeUser("ADMIN"), "large-service.example")).toMatchObject({ status: "provisioning" });
  });

  it.each([
    ["has no MX record yet", "fresh.example", []],
    ["names our server", "ours.example", ["10 mx.own.example."]],
    ["names our server beside another one", "both.example", ["10 mx.own.example.", "20 backup.elsewhere.example."]],
    ["says that it has no mail", "none.example", ["0 ."]],
  ])("is created where DNS %s", async (_what, name, mx) => {
    await publish(name, mx);
    expect(await create(owner, name)).toMatchObject({ status: "provisioning", name });
  });

  it("is created where DNS does not answer", async () => {
    expect(await create(owner, "not-delegated.example")).toMatchObject({ status: "provisioning" });
  });

  it("is not created above, below or in what another customer has", async () => {
    const other = await makeUser();
    await create(other, "shop.taken.example");
    await createZone(other, { name: "zone.example", template: "empty", parameters: {} });
    for (const name of ["taken.example", "a.shop.taken.example", "zone.example", "mail.zone.example"])
      await expect(create(owner, name)).rejects.toMatchObject({ code: "name_taken" });
    expect(await create(owner, "other.taken.example")).toMatchObject({ status: "provisioning" });
    expect(await create(other, "mail.zone.example")).toMatchObject({ status: "provisioning" });
  });
});
