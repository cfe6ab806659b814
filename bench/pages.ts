import { type Browser, chromium } from "@playwright/test";
import { chromiumFlags, chromiumPath } from "../scripts/setup/browser.mjs";
import { browserCookies } from "./browser";
import { type BenchPanel, benchPanel, createServer, forgetServers, withOnlyWeb } from "./panel";
import { absolute, type Row } from "./row";

/** What a first visit loads and how still the page stands, in a real browser with an empty cache. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags });
  try {
    // The server stays "provisioning" and the same on every visit.
    return await withOnlyWeb(panel, async () => {
      const id = await createServer(panel, "Weighed server");
      const signInPage = await visit(browser, panel, "/sign-in", false);
      const dashboard = await visit(browser, panel, "/", true);
      const detail = await visit(browser, panel, `/servers/${id}`, true);
      const html = await (await fetch(`${panel.url}/`, { headers: { cookie: panel.headers.cookie ?? "" } })).text();
      await forgetServers(panel);
      return [
        absolute("pages.sign_in.javascript", signInPage.scriptKb, "kB", { atMost: 170 }),
        absolute("pages.dashboard.javascript", dashboard.scriptKb, "kB", { atMost: 230 }),
        absolute("pages.server.javascript", detail.scriptKb, "kB", { atMost: 280 }),
        absolute("pages.dashboard.server_in_first_html", html.includes("Weighed server") ? 1 : 0, "", { atLeast: 1 }),
        absolute("pages.sign_in.warm_reload", signInPage.reloadKb, "kB", { atMost: 40 }),
        absolute("pages.dashboard.warm_reload", dashboard.reloadKb, "kB", { atMost: 40 }),
        absolute("pages.server.warm_reload", detail.reloadKb, "kB", { atMost: 40 }),
        absolute("pages.sign_in.layout_shift", signInPage.layoutShift, "", { atMost: 0.02 }),
        absolute("pages.dashboard.layout_shift", dashboard.layoutShift, "", { atMost: 0.02 }),
        absolute("pages.server.layout_shift", detail.layoutShift, "", { atMost: 0.02 }),
      ];
    });
  } finally {
    await browser.close();
  }
}

async function visit(browser: Browser, panel: BenchPanel, path: string, signedIn: boolean) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  if (signedIn) await context.addCookies(browserCookies(panel));
  const page = await context.newPage();
  // Bytes of the bodies as they came over the wire, compressed.
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Map<string, number>();
  let scriptBytes = 0;
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") scripts.set(requestId, response.encodedDataLength);
  });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    const headerBytes = scripts.get(requestId);
    if (headerBytes !== undefined) scriptBytes += encodedDataLength - headerBytes;
  });
  await page.addInitScript(() => {
    const holder = globalThis as unknown as { layoutShift: number };
    holder.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) holder.layoutShift += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${panel.url}${path}`, { waitUntil: "load" });
  // What the page loads after it is drawn counts too.
  await page.waitForTimeout(3_000);
  const layoutShift = await page.evaluate(() => (globalThis as unknown as { layoutShift: number }).layoutShift);
  const scriptKb = scriptBytes / 1000;
  // Once more with a warm cache: only what changes may come again.
  bytes = 0;
  await page.goto(`${panel.url}${path}`, { waitUntil: "load" });
  await page.waitForTimeout(2_000);
  await context.close();
  return { scriptKb, layoutShift, reloadKb: bytes / 1000 };
}
