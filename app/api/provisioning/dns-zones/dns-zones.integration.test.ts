import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { createToken } from "@/lib/auth/tokens/tokens";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { createZone } from "@/lib/hosted-services/dns/zones/create-zone";
import { type Call, callRoute, refusedPaths, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { makeProvider } from "@/lib/testing/hosted/make-provider";

const records = "/api/provisioning/dns-zones/[id]/records";
let environment: TestEnvironment;
let owner: Actor;
let cookie: string;
let zone: { id: string; serial: number };

beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeProvider("dns");
  owner = await makeUser();
  cookie = await signedIn(owner);
  const parameters = { ipv4: "192.0.2.1" };
  zone = await createZone(owner, { name: "routes.example", template: "website", parameters });
  await sql().prisma.hostedResource.update({ where: { id: zone.id }, data: { status: "active" } });
});
afterAll(() => environment.close());

const call = (one: Omit<Call, "params">) => callRoute(routes, { cookie, ...one, params: { id: zone.id } });
const set = { name: "shop", type: "A", ttl: 300, values: ["192.0.2.7"] };

it("changes the version that If-Match names, and no other one", async () => {
  const headers = { "if-match": `"${zone.serial}"` };
  const first = await call({ to: `PUT ${records}`, headers, body: set });
  expect(first).toMatchObject({ status: 200, body: { applied: true, serial: zone.serial + 1 } });
  const second = await call({ to: `DELETE ${records}`, headers, body: { name: "shop", type: "A" } });
  expect(second).toMatchObject({ status: 409, code: "zone_changed", body: { serial: zone.serial + 1 } });
  const malformed = await call({ to: `PUT ${records}`, headers: { "if-match": "7" }, body: set });
  expect(malformed).toMatchObject({ status: 400, code: "malformed_request" });
});

it("names the field of a wrong record", async () => {
  const wrong = await call({ to: `PUT ${records}`, body: { ...set, values: ["192.0.2.1", "x"] } });
  expect(refusedPaths(wrong)).toEqual(["values.1"]);
  const put = [set, { ...set, name: "other", values: ["x"] }];
  const bulk = await call({ to: `POST ${records}/bulk`, body: { changes: { put }, dryRun: true } });
  expect(refusedPaths(bulk)).toEqual(["changes.put.1.values.0"]);
  const type = await call({ to: `PUT ${records}`, body: { ...set, type: "LUA" } });
  expect(refusedPaths(type)).toEqual(["type"]);
});

it("hands out the zone as a file with a name", async () => {
  const { headers, body } = await call({ to: "GET /api/provisioning/dns-zones/[id]/export" });
  expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(headers.get("content-disposition")).toBe('attachment; filename="routes.example.zone"');
  expect(body.text).toContain("routes.example.\t3600\tIN\tA\t192.0.2.1");
});

it("takes the address of a router by a token for this zone and nothing else", async () => {
  const to = "GET /api/provisioning/dns-zones/[id]/dyndns";
  const query = "?hostname=routes.example&myip=198.51.100.7";
  expect(await call({ to, query })).toMatchObject({ status: 403, code: "forbidden" });
  const limits = { name: "router", scopes: ["zone.dyndns"], servers: [zone.id] };
  const { token } = await createToken(owner, owner.userId ?? "", limits);
  const byToken = { cookie: "", headers: { authorization: `Bearer ${token}`, origin: "" } };
  const text = async (asked: string) => (await call({ to, query: asked, ...byToken })).body.text;
  expect(await text(query)).toBe("good 198.51.100.7\n");
  expect(await text(query)).toBe("nochg 198.51.100.7\n");
  expect(await text("?hostname=absent.routes.example&myip=198.51.100.7")).toBe("nohost\n");
  expect(await text("?myip=198.51.100.7")).toBe("notfqdn\n");
  expect(await call({ to: `PUT ${records}`, body: set, ...byToken })).toMatchObject({ status: 403 });
  expect(await call({ to: `GET ${records}`, ...byToken })).toMatchObject({ status: 403 });
  const basic = (text: string) => ({ cookie: "", headers: { authorization: `Basic ${btoa(text)}`, origin: "" } });
  expect((await call({ to, query, ...basic(`router:${token}`) })).body.text).toBe("nochg 198.51.100.7\n");
  expect(await call({ to, query, ...basic(`router:${token}x`) })).toMatchObject({ status: 401 });
  expect(await call({ to, query, ...basic("router:password") })).toMatchObject({ status: 400 });
  expect(await call({ to: `GET ${records}`, ...basic(`router:${token}`) })).toMatchObject({ status: 400 });
  const { headers } = await call({ to, query, ...byToken });
  expect(headers.get("ratelimit-limit")).toBe(String(30 * env().RATE_LIMIT_FACTOR));
});
