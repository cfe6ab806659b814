import { afterEach, expect, it, vi } from "vitest";
import { api, apiPath } from "./api";

afterEach(() => vi.unstubAllGlobals());

it("fills in parameters and the query", () => {
  expect(apiPath("/servers/[id]/members/[userId]", { id: "srv_1", userId: "a/b" })).toBe(
    "/servers/srv_1/members/a%2Fb",
  );
  expect(apiPath("/servers", {}, { q: "a&b", limit: 8, cursor: undefined })).toBe("/servers?q=a%26b&limit=8");
});

it("sends JSON to the path of the route and answers with the body", async () => {
  const fetched = vi.fn(async () => Response.json({ token: "lnt_1" }, { status: 201 }));
  vi.stubGlobal("fetch", fetched);
  const body = { name: "ci", scopes: ["server.read"] };
  const { token } = await api("POST", "/account/tokens", { body });
  expect(token).toBe("lnt_1");
  expect(fetched).toHaveBeenCalledWith(
    "/api/account/tokens",
    expect.objectContaining({ method: "POST", body: JSON.stringify(body) }),
  );
});

it("answers with a text where the route produces no JSON", async () => {
  vi.stubGlobal("fetch", async () => new Response("key,secret", { headers: { "content-type": "text/csv" } }));
  expect(await api("POST", "/executors/batch/[id]/download", { params: { id: "bat_1" } })).toBe("key,secret");
});

it("compiles with what the routes declare only", () => {
  expect(refusedByTheCompiler).toBeTypeOf("function");
});

/** Never called: the compiler reports an expected error that does not exist. */
async function refusedByTheCompiler(): Promise<void> {
  // @ts-expect-error there is no such path
  await api("GET", "/server");
  // @ts-expect-error the path has no such method
  await api("PUT", "/servers/[id]", { params: { id: "" } });
  // @ts-expect-error the parameter is missing
  await api("GET", "/servers/[id]");
  // @ts-expect-error the parameter has another name
  await api("GET", "/servers/[id]", { params: { server: "" } });
  // @ts-expect-error the parameter has no such value
  await api("DELETE", "/account/2fa/[method]", { params: { method: "fax" } });
  // @ts-expect-error the body is missing
  await api("POST", "/account/password");
  // @ts-expect-error a field of the body is missing
  await api("POST", "/account/password", { body: { current: "" } });
  // @ts-expect-error the body has no such field
  await api("POST", "/account/password", { body: { current: "", next: "", other: "" } });
  // @ts-expect-error the route takes no body
  await api("POST", "/servers/[id]/retry", { params: { id: "" }, body: { a: 1 } });
  // @ts-expect-error the query has no such field
  await api("GET", "/servers", { query: { color: "red" } });
  const answer = await api("GET", "/servers/[id]", { params: { id: "" } });
  // @ts-expect-error the answer has no such field
  void answer.colour;
}
