import { execFileSync, spawn } from "node:child_process";
import { expect, type Page, test } from "@playwright/test";
import { call, newPerson, removeServer } from "./people";

/** Writes numbered lines of about 100 bytes to the game's own output, at a rate, and says when it ended. */
const flood = `
const fs = require("node:fs");
const [rate, seconds] = [Number(process.argv[1]) * 1e6, Number(process.argv[2])];
const out = fs.openSync("/proc/1/fd/1", "w");
const idle = new Int32Array(new SharedArrayBuffer(4));
const pad = "x".repeat(80);
const startedAt = Date.now();
let [lines, sent] = [0, 0];
function write(text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try { at += fs.writeSync(out, bytes, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
  }
}
for (let passed = 0; passed < seconds; passed = (Date.now() - startedAt) / 1000) {
  const due = passed * rate - sent;
  if (due < 20_000) { Atomics.wait(idle, 0, 0, 2); continue; }
  let text = "";
  while (text.length < Math.min(due, 200_000)) text += "flood-" + lines++ + " " + pad + "\\n";
  write(text);
  sent += text.length;
}
write("flood-end " + lines + " " + Date.now() + "\\n");
`;

type Seen = {
  numbers: number[];
  skipped: number;
  /** Lines are said to be missing that nobody could count. */
  isUncounted: boolean;
  longest: number;
  end: { lines: number; writtenAt: number; seenAt: number } | null;
};

/** Notes in the page every line that is drawn, and the longest task of its thread. */
async function watchConsole(page: Page): Promise<void> {
  await page.evaluate(() => {
    const before = (window as unknown as { seen?: Seen }).seen;
    const seen: Seen = { numbers: [], skipped: 0, isUncounted: false, longest: before?.longest ?? 0, end: null };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
    }).observe({ type: "longtask" });
    const note = (node: Node) => {
      const text = node.textContent ?? "";
      const number = /^flood-(\d+) /.exec(text)?.[1];
      if (number !== undefined) seen.numbers.push(Number(number));
      const skipped = /^([\d,]+) lines? (and more )?left out/.exec(text)?.[1];
      if (/^Some lines are missing|lines? and more left out/.test(text)) seen.isUncounted = true;
      if (skipped !== undefined) seen.skipped += Number(skipped.replaceAll(",", ""));
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

test("a game that writes 10 MB a second neither stops the page nor doubles a line, and its end is seen", async ({
  browser,
}) => {
  const { page } = await newPerson(browser, "Flo");
  const id = await makeServer(page, "Flood");
  await page.goto(`/servers/${id}`);
  await expect(page.getByRole("log", { name: "Console" })).toContainText("For help, type");
  await watchConsole(page);
  const writing = spawn("docker", ["exec", containerOf(id), "node", "-e", flood, "10", "10"]);
  const failed: string[] = [];
  writing.stderr.on("data", (text) => failed.push(String(text)));
  // Buttons answer meanwhile.
  await page.waitForTimeout(3_000);
  const clickedAt = Date.now();
  await page.getByRole("tab", { name: "Timeline" }).click();
  await expect(page.getByRole("tabpanel", { name: "Timeline" })).toBeVisible();
  expect(Date.now() - clickedAt).toBeLessThan(1_000);
  await page.getByRole("tab", { name: "Console" }).click();
  await watchConsole(page);
  const seen = () => page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  await expect.poll(async () => (await seen()).end, { timeout: 30_000 }).not.toBeNull();
  const { numbers, skipped, isUncounted, longest, end } = await seen();
  expect(failed).toEqual([]);
  const figures = {
    lines: end?.lines,
    shown: numbers.length,
    skipped,
    longest,
    lateMs: (end?.seenAt ?? 0) - (end?.writtenAt ?? 0),
  };
  console.log(JSON.stringify(figures));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect([...numbers].sort((a, b) => a - b)).toEqual(numbers);
  expect(skipped).toBeGreaterThan(0);
  // From the first line that was watched to the last, every one was shown or counted as left out.
  const from = numbers[0] ?? 0;
  const unmarked = (end?.lines ?? 0) - from - numbers.length - skipped;
  expect(unmarked > 0 && !isUncounted, `${unmarked} lines are missing without a mark`).toBe(false);
  expect(longest).toBeLessThanOrEqual(100);
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

test("a command that is too long stays where it was typed, with what is the matter", async ({ browser }) => {
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
