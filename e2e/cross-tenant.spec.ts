import { expect, test } from "@playwright/test";
import { administrator, call, newPerson, onlineServer, removeServer, signIn } from "./people";

test("nobody reaches another customer's server by any interface", async ({ browser }) => {
  const { page: owner } = await newPerson(browser, "Victim");
  const { page: outsider } = await newPerson(browser, "Outsider");
  const { id } = await onlineServer(owner, "Private world");
  const unknown = "srv_00000000000000000000000000";
  const probes: [string, string, unknown?][] = [
    ["GET", ""],
    ["GET", "/events"],
    ["GET", "/console"],
    ["GET", "/credentials"],
    ["PATCH", "", { name: "mine now" }],
    ["POST", "/power", { action: "stop" }],
    ["POST", "/command", { command: "list" }],
    ["POST", "/credentials/rotate"],
    ["POST", "/reinstall"],
    ["POST", "/retry"],
    ["DELETE", ""],
  ];
  for (const [method, path, body] of probes) {
    const theirs = await call(outsider, method, `/api/servers/${id}${path}`, body);
    const nobodys = await call(outsider, method, `/api/servers/${unknown}${path}`, body);
    expect(theirs.status(), `${method} ${path}`).toBe(404);
    const strip = async (answer: typeof theirs) => ({ ...(await answer.json()), requestId: "" });
    expect(await strip(theirs), `${method} ${path}`).toEqual(await strip(nobodys));
  }
  expect((await call(outsider, "POST", `/api/servers/${id}/suspend`)).status()).toBe(403);
  expect((await outsider.goto(`/servers/${id}`))?.status()).toBe(404);
  const list = await (await call(outsider, "GET", "/api/servers")).json();
  expect(list.items).toEqual([]);
  for (const channel of [`private-server-${id}`, "private-staff", "private-user-usr_00000000000000000000000000"]) {
    const answer = await call(outsider, "POST", "/api/pusher/auth", { socket_id: "1.1", channel_name: channel });
    expect([403, 404], channel).toContain(answer.status());
  }
  expect(
    (
      await call(owner, "POST", "/api/pusher/auth", { socket_id: "1.1", channel_name: `private-server-${id}` })
    ).status(),
  ).toBe(200);
  for (const path of ["/api/admin/users", "/api/admin/nodes", "/api/admin/runs"]) {
    expect((await call(outsider, "GET", path)).status(), path).toBe(403);
  }
  for (const path of ["/admin", "/admin/users", "/admin/nodes", "/admin/runs", "/admin/servers"]) {
    expect((await outsider.goto(path))?.status(), path).toBe(404);
  }
  await removeServer(owner, id);
});

test("signing out and locking an account take effect on the next request", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Leaver");
  const cookies = await page.context().cookies();
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, administrator);
  const { items } = await (await call(admin, "GET", `/api/admin/users?q=${encodeURIComponent(person.email)}`)).json();
  expect((await call(admin, "PATCH", `/api/admin/users/${items[0].id}`, { disabled: true })).status()).toBe(204);
  expect((await call(page, "GET", "/api/servers")).status()).toBe(401);
  // The open page is notified and shows the reason.
  await page.waitForURL(/\/sign-in\?ended=locked$/);
  await call(admin, "PATCH", `/api/admin/users/${items[0].id}`, { disabled: false });
  // The old session stays ended; a new one ends with the sign-out, also for a copied cookie.
  expect((await call(page, "GET", "/api/servers")).status()).toBe(401);
  await signIn(page, person);
  const stolen = await page.context().cookies();
  expect(stolen).not.toEqual(cookies);
  await page.getByRole("button", { name: /Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in$/);
  await page.context().addCookies(stolen);
  expect((await call(page, "GET", "/api/servers")).status()).toBe(401);
});
