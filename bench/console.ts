import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "@playwright/test";
import { flood } from "../e2e/console-flood";
import { chromiumFlags, chromiumPath } from "../scripts/setup/browser.mjs";
import { browserCookies } from "./browser";
import { type BenchPanel, benchPanel, createServer } from "./panel";
import { untilStatus } from "./provisioning";
import { absolute, type Row } from "./row";

type Seen = { longestMs: number; lateMs: number | null };

/** A game that writes 10 MB a second for ten seconds, and somebody who watches its console. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const id = await createServer(panel, "Flood");
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags });
  try {
    await untilStatus(panel, id, "online");
    const { longestMs, lateMs } = await watch(browser, panel, id);
    return [
      absolute("console.longest_task", longestMs, "ms", { atMost: 100 }),
      absolute("console.end_seen_late", lateMs ?? Number.POSITIVE_INFINITY, "ms", { atMost: 2_000 }),
    ];
  } finally {
    await browser.close();
    await fetch(`${panel.url}/api/servers/${id}`, { method: "DELETE", headers: panel.headers });
    await untilStatus(panel, id, null);
  }
}

async function watch(browser: Browser, panel: BenchPanel, id: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(browserCookies(panel));
  const page = await context.newPage();
  await page.goto(`${panel.url}/servers/${id}`);
  await page.getByRole("log", { name: "Console" }).getByText("For help, type").waitFor();
  await page.evaluate(() => {
    const seen: Seen = { longestMs: 0, lateMs: null };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longestMs = Math.max(seen.longestMs, duration);
    }).observe({ type: "longtask" });
    new MutationObserver(() => {
      const written = /flood-end \d+ (\d+)/.exec(
        document.querySelector('[role="log"]')?.lastElementChild?.textContent ?? "",
      );
      if (written) seen.lateMs ??= Date.now() - Number(written[1]);
    }).observe(document.querySelector('[role="log"]') as Element, { childList: true, subtree: true });
  });
  const container = execFileSync("docker", ["ps", "-q", "--filter", `name=${id}`], { encoding: "utf8" }).split("\n")[0];
  execFileSync("docker", ["exec", "-d", container ?? "", "node", "-e", flood, "10", "10"]);
  const seen = () => page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  await page.waitForFunction(() => (window as unknown as { seen: Seen }).seen.lateMs !== null, null, {
    timeout: 60_000,
  });
  return seen();
}
