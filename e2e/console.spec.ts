import { execFileSync, spawn } from "node:child_process";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { flood } from "./console-flood";
import { call, newPerson, removeServer } from "./people";

type Seen = {
  /**
   * The rendered items, in order: a line by its number, a mark by how many lines it counts and whether there were more.
   */
  drawn: (number | { left: number; isUncounted: boolean })[];
  end: { lines: number; writtenAt: number; seenAt: number } | null;
};

type TraceEvent = { name: string; pid: number; tid: number; dur?: number; tdur?: number; args?: { name?: string } };

/**
 * The longest task of a page's main thread in ms: CPU time and elapsed time. The game, the engine and the panel of this
 * test need more than two cores, so that the elapsed time includes waiting for one; `npm run bench -- console` checks
 * the elapsed time against its limit on an otherwise idle machine.
 */
async function longestTask(browser: Browser): Promise<{ computedMs: number; clockMs: number }> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid}:${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => name === "ThreadControllerImpl::RunTask" && mains.has(`${pid}:${tid}`),
  );
  expect(tasks.length).toBeGreaterThan(100);
  const longest = (of: "dur" | "tdur") => Math.max(...tasks.map((task) => (task[of] ?? 0) / 1_000));
  return { computedMs: longest("tdur"), clockMs: longest("dur") };
}

/** Records every rendered line in the page. */
async function watchConsole(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { drawn: [], end: null };
    Object.assign(window, { seen });
    const note = (node: Node) => {
      const text = node.textContent ?? "";
      const number = /^flood-(\d+) /.exec(text)?.[1];
      if (number !== undefined) seen.drawn.push(Number(number));
      const mark = /^(?:([\d,]+) lines? (and more )?left out|Lines left out here)/.exec(text);
      if (mark) {
        const [, left, more] = mark;
        const isUncounted = left === undefined || more !== undefined;
        seen.drawn.push({ left: Number((left ?? "0").replaceAll(",", "")), isUncounted });
      }
      const end = /^flood-end (\d+) (\d+)/.exec(text);
      if (end) seen.end = { lines: Number(end[1]), writtenAt: Number(end[2]), seenAt: Date.now() };
    };
    const log = document.querySelector('[role="log"]');
    if (!log) throw new Error("no console");
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        const lines = node instanceof Element && !node.hasAttribute("data-stream") ? [...node.children] : [node];
        for (const line of lines) note(line);
      }
    }).observe(log, { childList: true, subtree: true });
  });
}

async function makeServer(page: Page, name: string): Promise<string> {
  const data = { name, memory: 0.5, diskSpace: 1, cpu: 2, template: "sample-game" };
  const { id } = await (await call(page, "POST", "/api/servers", data)).json();
  await expect.poll(async () => (await (await call(page, "GET", `/api/servers/${id}`)).json()).status).toBe("online");
  return id;
}

const containerOf = (id: string) =>
  execFileSync("docker", ["ps", "-q", "--filter", `name=${id}`])
    .toString()
    .trim()
    .split("\n")[0] ?? "";

/** Reads the rendered lines until the game reported its end; every missing line has a mark in its place. */
async function checkDrawn(page: Page): Promise<{ shown: number; left: number; isUncounted: boolean; lateMs: number }> {
  const seen = () => page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  await expect.poll(async () => (await seen()).end, { timeout: 30_000 }).not.toBeNull();
  const { drawn, end } = await seen();
  const numbers = drawn.filter((item) => typeof item === "number");
  expect(new Set(numbers).size).toBe(numbers.length);
  expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
  const all = { left: 0, isUncounted: false };
  let [before, mark] = [-1, { left: 0, isUncounted: false }];
  for (const item of [...drawn, end?.lines ?? 0]) {
    if (typeof item !== "number") {
      mark = { left: mark.left + item.left, isUncounted: mark.isUncounted || item.isUncounted };
      continue;
    }
    const missing = item - before - 1;
    // Lines before the first recorded one are unknown.
    if (before >= 0 && !mark.isUncounted) expect(missing, `between ${before} and ${item}`).toBe(mark.left);
    if (before >= 0)
      Object.assign(all, { left: all.left + mark.left, isUncounted: all.isUncounted || mark.isUncounted });
    [before, mark] = [item, { left: 0, isUncounted: false }];
  }
  return { ...all, shown: numbers.length, lateMs: (end?.seenAt ?? 0) - (end?.writtenAt ?? 0) };
}

function startFlood(id: string, megabytesPerSecond: number, seconds: number) {
  const failed: string[] = [];
  const args = ["exec", containerOf(id), "node", "-e", flood, String(megabytesPerSecond), String(seconds)];
  spawn("docker", args).stderr.on("data", (text) => failed.push(String(text)));
  return failed;
}

test("a game that writes 10 MB a second neither stops the page nor doubles a line, and its end is seen", async ({
  browser,
}) => {
  const { page } = await newPerson(browser, "Flo");
  const id = await makeServer(page, "Flood");
  await page.goto(`/servers/${id}`);
  await expect(page.getByRole("log", { name: "Console" })).toContainText("For help, type");
  await watchConsole(page);
  await browser.startTracing(page, { categories: ["toplevel"] });
  const failed = startFlood(id, 10, 10);
  // Buttons respond in the meantime.
  await page.waitForTimeout(3_000);
  const clickedAt = Date.now();
  const tabs = page.getByRole("navigation", { name: "Server" });
  await tabs.getByRole("link", { name: "Timeline" }).click();
  await expect(page.getByRole("list", { name: "Timeline" })).toBeVisible();
  expect(Date.now() - clickedAt).toBeLessThan(1_000);
  await tabs.getByRole("link", { name: "Console" }).click();
  await expect(page.getByRole("log", { name: "Console" })).toBeVisible();
  await watchConsole(page);
  const figures = await checkDrawn(page);
  const longest = await longestTask(browser);
  expect(failed).toEqual([]);
  console.log(JSON.stringify({ ...figures, ...longest }));
  expect(figures.isUncounted).toBe(true);
  expect(longest.computedMs).toBeLessThanOrEqual(100);
  expect(figures.lateMs).toBeLessThanOrEqual(2_000);
  await removeServer(page, id);
});

test("a game that writes 1 MB a second gets marks that count the lines left out", async ({ browser }) => {
  const { page } = await newPerson(browser, "Mia");
  const id = await makeServer(page, "Brook");
  await page.goto(`/servers/${id}`);
  await expect(page.getByRole("log", { name: "Console" })).toContainText("For help, type");
  await watchConsole(page);
  const failed = startFlood(id, 1, 4);
  const figures = await checkDrawn(page);
  expect(failed).toEqual([]);
  console.log(JSON.stringify(figures));
  expect(figures.left).toBeGreaterThan(0);
  expect(figures.lateMs).toBeLessThanOrEqual(2_000);
  await removeServer(page, id);
});

test("colours, carriage returns and prompts are shown as a terminal shows them", async ({ browser }) => {
  const { page } = await newPerson(browser, "Cora");
  const id = await makeServer(page, "Colours");
  await page.goto(`/servers/${id}`);
  const log = page.getByRole("log", { name: "Console" });
  await expect(log).toContainText("For help, type");
  const text = "10 %\\r50 %\\r100 %\\n> \\r\\x1b[K[INFO]: \\x1b[32mAda\\x1b[0m joined\\n§cred §lbold§r plain\\n";
  const write = `require("node:fs").writeFileSync("/proc/1/fd/1", "${text}")`;
  execFileSync("docker", ["exec", containerOf(id), "node", "-e", write]);
  for (const line of ["100 %", "[INFO]: Ada joined", "red bold plain"]) {
    await expect(log.getByText(line, { exact: true })).toBeVisible();
  }
  await expect(log.locator("span", { hasText: "Ada" })).toHaveCSS("color", "rgb(111, 211, 145)");
  await expect(log.locator("span", { hasText: "bold" })).toHaveCSS("font-weight", "700");
  await removeServer(page, id);
});

test("a command that is too long stays in its field, with the reason", async ({ browser }) => {
  const { page } = await newPerson(browser, "Lena");
  const id = await makeServer(page, "Long");
  await page.goto(`/servers/${id}`);
  const input = page.getByLabel("Command", { exact: true });
  await expect(input).toBeEnabled();
  const command = `say ${"x".repeat(2_000)}`;
  await input.fill(command);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText(/at most [\d,]+ characters/)).toBeVisible();
  await expect(page.getByText("Correct the fields listed in errors.")).toHaveCount(0);
  await expect(input).toHaveValue(command);
  await removeServer(page, id);
});
