import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { POST } from "@/app/api/agent/metrics/route";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { type Answer, callRoute, panelOrigin } from "@/lib/testing/call-route";

/** An agent of a test: registers through the routes and sends what the test gives it. */
export type TestAgent = { id: string; token: string; bootId: string; fingerprint: string };
export const names = ["cpu.percent", "memory.percent", "memory.used"];

export const boot = () => randomBytes(8).toString("hex");

export async function enrolAgent(cookie: string, more: Record<string, unknown> = {}): Promise<TestAgent> {
  if (!cookie.startsWith(sessionCookieName())) throw new Error("not a session's cookie");
  const enrolment = await callRoute(routes, { to: "POST /api/machines/enrolments", cookie, body: {} });
  const fingerprint = boot();
  const registered = await callRoute(routes, {
    to: "POST /api/agent/register",
    body: { enrolmentToken: enrolment.body.token, hostname: "shop", os: "Linux", version: "1", fingerprint, ...more },
  });
  const { agentId, token } = registered.body as { agentId: string; token: string };
  return { id: agentId, token, bootId: boot(), fingerprint };
}

export function send(agent: TestAgent, samples: (number | null)[][], more: object = {}): Promise<Answer> {
  const { bootId, fingerprint, token } = agent;
  const body = { protocol: 1, sentAt: Date.now(), bootId, fingerprint, version: "1", metrics: names, samples, ...more };
  return callRoute(routes, { to: "POST /api/agent/metrics", headers: { authorization: `Bearer ${token}` }, body });
}

/** The same, compressed, as the agent's program sends it. */
export async function sendPacked(agent: TestAgent, text: string | Buffer): Promise<Response> {
  const body = new Uint8Array(typeof text === "string" ? gzipSync(text) : text);
  const headers = {
    authorization: `Bearer ${agent.token}`,
    "content-type": "application/json",
    "content-encoding": "gzip",
  };
  const request = new Request(`${panelOrigin}/api/agent/metrics`, { method: "POST", headers, body });
  return POST(request, { params: Promise.resolve({}) });
}
