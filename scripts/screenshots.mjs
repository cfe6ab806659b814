// `npm run screenshots`: pictures of a running panel for the documents, in docs/images. The panel must be one with the
// sample game: SCREENSHOT_URL, ADMIN_EMAIL and ADMIN_PASSWORD name it. Servers are created for the pictures and deleted.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { root } from "./setup/paths.mjs";

const base = process.env.SCREENSHOT_URL ?? "http://localhost:3000";
const folder = path.join(root, "docs/images");
const views = [
  { name: "light", width: 1440, height: 900, colorScheme: "light" },
  { name: "dark", width: 1440, height: 900, colorScheme: "dark" },
  { name: "phone", width: 390, height: 844, colorScheme: "light" },
];

async function call(context, method, address, data) {
  const options = { method, data, headers: { origin: base } };
  const answer = await context.request.fetch(`${base}${address}`, options);
  if (!answer.ok()) throw new Error(`${method} ${address} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? null : answer.json();
}

async function createServers(context) {
  const servers = [];
  for (const name of ["Survival", "Creative", "Events"]) {
    servers.push(
      await call(context, "POST", "/api/servers", { name, template: "sample-game", memory: 0.5, diskSpace: 1 }),
    );
  }
  for (const { id } of servers) {
    for (let tries = 0; tries < 120; tries++) {
      const { status } = await call(context, "GET", `/api/servers/${id}`);
      if (status === "online") break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  return servers;
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  mkdirSync(folder, { recursive: true });
  const signedIn = await browser.newContext();
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = process.env;
  await call(signedIn, "POST", "/api/auth/sign-in", { email, password });
  const servers = await createServers(signedIn);
  const storageState = await signedIn.storageState();
  for (const { name, width, height, colorScheme } of views) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, storageState });
    const page = await context.newPage();
    for (const [what, address] of [
      ["dashboard", "/"],
      ["server", `/servers/${servers[0].id}`],
    ]) {
      await page.goto(`${base}${address}`);
      await page.waitForLoadState("networkidle").catch(() => {});
      await page.evaluate(() => document.fonts.ready.then(() => true));
      // The notices about sign-ins, also of this script.
      const notice = page.getByRole("button", { name: "It was me" });
      for (let tries = 0; tries < 20 && (await notice.isVisible()); tries++) {
        await notice.click();
        await page.waitForTimeout(1_000);
      }
      await page.waitForTimeout(2_000);
      await page.screenshot({ path: path.join(folder, `${what}-${name}.png`) });
    }
    await context.close();
  }
  for (const { id } of servers) await call(signedIn, "DELETE", `/api/servers/${id}`);
} finally {
  await browser.close();
}
