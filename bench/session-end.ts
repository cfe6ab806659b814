import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { createSession } from "@/lib/auth/sessions/sessions";
import { openLivePage } from "./live-page";
import { benchPanel } from "./panel";
import { absolute, percentile, type Row } from "./row";

const sessions = 50;
const origin = { ip: "127.0.0.1", userAgent: "bench", requestId: null };

/** From the call that ends a session to its refusal, to the event on its open page, and to its closed socket. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const notified: number[] = [];
  const closed: number[] = [];
  let stale = 0;
  for (let index = 0; index < sessions; index++) {
    const { id, token } = await createSession({ userId: panel.userId, scopeResourceId: null, origin });
    const cookie = `${sessionCookieName()}=${token}`;
    const page = await openLivePage(panel, { userId: panel.userId, cookie });
    const pageNotified = page.next("session.revoked");
    const startedAt = performance.now();
    const answer = await fetch(`${panel.url}/api/account/sessions/${id}`, { method: "DELETE", headers: panel.headers });
    if (answer.status !== 204) throw new Error(`ending a session answered ${answer.status}`);
    const next = await fetch(`${panel.url}/api/servers`, { headers: { cookie } });
    if (next.status !== 401) stale++;
    notified.push((await pageNotified) - startedAt);
    closed.push((await page.closed) - startedAt);
    page.end();
  }
  return [
    absolute("session_end.stale_requests", stale, "", { atMost: 0 }),
    absolute("session_end.page_told.slowest", percentile(notified, 1), "ms", { atMost: 1000 }),
    absolute("session_end.socket_closed.slowest", percentile(closed, 1), "ms", { atMost: 1000 }),
    absolute("session_end.page_told.median", percentile(notified, 0.5), "ms", { atMost: 1_000 }),
  ];
}
