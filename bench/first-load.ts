import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "@playwright/test";
import { chromiumFlags, chromiumPath } from "../scripts/setup/browser.mjs";
import { browserCookies } from "./browser";
import { type BenchPanel, benchPanel, createServer as createGameServer, forgetServers, withOnlyWeb } from "./panel";
import { median, type Row, relative } from "./row";

const rounds = 7;
const warmLoads = 3;

type Page = { url: string; cookies: ReturnType<typeof browserCookies>; shown: string };
type Times = { cold: number; warm: number };

/** Milliseconds until a page shows something, against a page with one button: with an empty cache, and with a full one. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const { server, url } = await serveBarePage();
  try {
    return await withOnlyWeb(panel, () => measure(panel, url));
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function measure(panel: BenchPanel, bareUrl: string): Promise<Row[]> {
  const id = await createGameServer(panel, "Measured server");
  const cookies = browserCookies(panel);
  const pages = {
    bare: { url: bareUrl, cookies: [], shown: "button" },
    sign_in: { url: `${panel.url}/sign-in`, cookies: [], shown: "button[type=submit]" },
    dashboard: { url: `${panel.url}/`, cookies, shown: "h1" },
    server: { url: `${panel.url}/servers/${id}`, cookies, shown: "h1" },
  } satisfies Record<string, Page>;
  const times: Record<keyof typeof pages, Times[]> = { bare: [], sign_in: [], dashboard: [], server: [] };
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await load(pages.bare));
    times.sign_in.push(await load(pages.sign_in));
    times.dashboard.push(await load(pages.dashboard));
    times.server.push(await load(pages.server));
  }
  await forgetServers(panel);
  const of = (name: keyof typeof pages, kind: keyof Times) => median(times[name].map((time) => time[kind]));
  const row = (name: keyof typeof pages, kind: keyof Times, atMost: number) =>
    relative(`first_load.${name}.${kind}`, of(name, kind), "ms", of("bare", kind), { atMost });
  return [
    row("sign_in", "cold", 2.5),
    row("dashboard", "cold", 3.2),
    row("server", "cold", 3.5),
    row("sign_in", "warm", 1.3),
    row("dashboard", "warm", 1.6),
  ];
}

/** In a browser of its own, so that nothing is cached at first. */
async function load({ url, cookies, shown }: Page): Promise<Times> {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags });
  try {
    const visit = await openPage(browser, cookies);
    const cold = await visit(url, shown);
    const warm: number[] = [];
    for (let count = 0; count < warmLoads; count++) warm.push(await visit(url, shown));
    return { cold, warm: median(warm) };
  } finally {
    await browser.close();
  }
}

async function openPage(browser: Browser, cookies: Page["cookies"]) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  if (cookies.length > 0) await context.addCookies(cookies);
  const page = await context.newPage();
  return async (url: string, shown: string): Promise<number> => {
    await page.goto(url, { waitUntil: "load" });
    await page.locator(shown).first().waitFor({ state: "visible" });
    // What the page loads after it is drawn must not disturb the next load.
    await page.waitForTimeout(600);
    return page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN);
  };
}

async function serveBarePage(): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>Bare</title><body><h1>Bare</h1><button>Go</button></body>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://localhost:${port}/` };
}
