import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { makeMailDomain } from "@/lib/testing/hosted/make-mail-domain";
import { POST } from "../../../../app/autodiscover/autodiscover.xml/route";

const address = "https://autodiscover.example/autodiscover/autodiscover.xml";
let environment: TestEnvironment;
let domain: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  const { id, name } = await makeMailDomain(await makeUser());
  await sql().prisma.hostedResource.update({ where: { id }, data: { status: "active" } });
  domain = name;
});
afterAll(() => environment.close());

/** As Outlook writes it. */
const asked = (email: string) => `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
  <Request>
    <EMailAddress>${email}</EMailAddress>
    <AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>
  </Request>
</Autodiscover>`;

async function post(body: string) {
  const request = new Request(address, { method: "POST", body, headers: { "content-type": "text/xml" } });
  const response = await POST(request, { params: Promise.resolve({}) });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

it("answers the servers of the domain, with the address as the name to sign in with", async () => {
  const { status, type, text } = await post(asked(`ada@${domain}`));
  expect([status, type]).toEqual([200, "application/xml; charset=utf-8"]);
  expect(text).toContain(`<LoginName>ada@${domain}</LoginName>`);
  const protocols = [...text.matchAll(/<Type>(\w+)<\/Type>\s*<Server>([^<]+)<\/Server>\s*<Port>(\d+)<\/Port>/g)];
  expect(protocols.map(([, kind, host, port]) => [kind, host, port])).toEqual([
    ["IMAP", "127.0.0.1", "1"],
    ["SMTP", "127.0.0.1", "1"],
  ]);
  expect([...text.matchAll(/<Encryption>(\w+)</g)].map(([, kind]) => kind)).toEqual(["SSL", "TLS"]);
});

it.each([
  ["no address", "<Autodiscover/>", 400],
  ["text", "hello", 400],
  ["an address of another domain", asked("ada@elsewhere.example"), 404],
  ["too much", asked("a".repeat(20_000)), 413],
])("refuses %s", async (_, body, expected) => {
  expect((await post(body)).status).toBe(expected);
});
