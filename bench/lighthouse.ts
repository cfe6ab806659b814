import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromiumFlags, chromiumPath } from "../scripts/setup/browser.mjs";
import { freePort } from "../scripts/setup/postgres.mjs";
import { benchPanel } from "./panel";
import { absolute, median, type Row } from "./row";

const visits = 3;
const categories = ["performance", "accessibility", "best-practices"];

/** Lighthouse's judgement of the sign-in and the dashboard, on a computer and on a phone; medians. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const port = await freePort(0);
  const flags = [...chromiumFlags, `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  const rows: Row[] = [];
  try {
    for (const [page, path, signedIn] of [
      ["sign_in", "/sign-in", false],
      ["dashboard", "/", true],
    ] as const) {
      for (const device of ["desktop", "mobile"] as const) {
        const scores: Record<string, number[]> = {};
        for (let visit = 0; visit < visits; visit++) {
          const extraHeaders: Record<string, string> = signedIn ? { cookie: panel.headers.cookie ?? "" } : {};
          const options = {
            port: port ?? 0,
            output: "json" as const,
            onlyCategories: categories,
            extraHeaders,
            logLevel: "error" as const,
          };
          const result = await lighthouse(
            `${panel.url}${path}`,
            options,
            device === "desktop" ? desktopConfig : undefined,
          );
          for (const name of categories) {
            const score = result?.lhr.categories[name]?.score ?? 0;
            scores[name] = [...(scores[name] ?? []), score * 100];
          }
        }
        for (const name of categories) {
          rows.push(absolute(`lighthouse.${page}.${device}.${name}`, median(scores[name] ?? []), "", { atLeast: 90 }));
        }
      }
    }
  } finally {
    await browser.close();
  }
  return rows;
}
