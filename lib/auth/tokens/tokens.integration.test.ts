import { afterAll, beforeAll, expect, test } from "vitest";
import { type Actor, noOrigin } from "@/lib/access/actor";
import { isAddressAllowed } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { actorOfToken, createToken, listTokens, revokeToken, rotateToken } from "./tokens";

let environment: TestEnvironment;
let owner: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
  owner = await makeUser();
});
afterAll(() => environment.close());

const make = (input: Partial<Parameters<typeof createToken>[2]> = {}) =>
  createToken(owner, owner.userId ?? "", { name: "t", scopes: ["server.read"], ...input });
const from = (ip: string | null) => ({ ...noOrigin, ip });

test("a token is stored as a hash only, and known by its first characters", async () => {
  const { id, token, start } = await make();
  expect(token.startsWith(start)).toBe(true);
  const row = await sql().row("SELECT * FROM api_token WHERE id = $1", [id]);
  expect(JSON.stringify(row)).not.toContain(token.slice(8));
  expect(await actorOfToken(token, noOrigin)).toMatchObject({ kind: "token", userId: owner.userId });
});

test("a rotation makes a new secret at once and lets the old one live for the overlap only", async () => {
  const { id, token } = await make();
  const next = await rotateToken(owner, id, 60);
  expect(await actorOfToken(next.token, noOrigin)).not.toBeNull();
  expect(await actorOfToken(token, noOrigin)).not.toBeNull();
  await sql().run("UPDATE api_token SET previous_expires_at = now() - interval '1 second' WHERE id = $1", [id]);
  expect(await actorOfToken(token, noOrigin)).toBeNull();
  const last = await rotateToken(owner, id, 0);
  expect(await actorOfToken(next.token, noOrigin)).toBeNull();
  await revokeToken(owner, id);
  expect(await actorOfToken(last.token, noOrigin)).toBeNull();
});

test("an address list holds for IPv4 and IPv6, and a refusal is audited", async () => {
  const { id, token } = await make({ addresses: ["192.0.2.0/24", "2001:db8::/32"] });
  expect(await actorOfToken(token, from("192.0.2.9"))).not.toBeNull();
  expect(await actorOfToken(token, from("2001:db8:1::1"))).not.toBeNull();
  for (const ip of ["198.51.100.1", "2001:db9::1", null, "198.51.100.1"]) {
    expect(await actorOfToken(token, from(ip))).toBeNull();
  }
  const refusals = await sql().rows(
    "SELECT 1 FROM audit_entry WHERE action = 'token.address_refused' AND target_id = $1",
    [id],
  );
  expect(refusals).toHaveLength(3);
});

test("last use is kept with its address", async () => {
  const { id, token } = await make();
  await actorOfToken(token, from("192.0.2.7"));
  await expect.poll(async () => (await listTokens(owner)).find((item) => item.id === id)?.lastUsedIp).toBe("192.0.2.7");
});

test("an expired token, one of a disabled user, and somebody else's rotation are refused", async () => {
  const { id, token } = await make({ expiresInDays: 1 });
  const other = await makeUser();
  await expect(rotateToken(other, id, 0)).rejects.toMatchObject({ code: "not_found" });
  await sql().run("UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
  expect(await actorOfToken(token, noOrigin)).toBeNull();
  const { token: second } = await make();
  await sql().run("UPDATE app_user SET disabled_at = now() WHERE id = $1", [owner.userId]);
  expect(await actorOfToken(second, noOrigin)).toBeNull();
  await sql().run("UPDATE app_user SET disabled_at = NULL WHERE id = $1", [owner.userId]);
});

test.each([
  ["192.0.2.1", [], true],
  ["192.0.2.1", ["192.0.2.1"], true],
  ["192.0.2.2", ["192.0.2.1"], false],
  ["::ffff:192.0.2.1", ["192.0.2.1"], true],
  ["not an address", ["0.0.0.0/0"], false],
] as const)("%s in %j: %s", (address, networks, allowed) => {
  expect(isAddressAllowed(address, [...networks])).toBe(allowed);
});
