import { createHash } from "node:crypto";
import { directionOf, localeCookie, locales } from "@/lib/i18n/contract";
import texts from "@/lib/i18n/generated/offlinePage.json";

/** The service worker keeps one page for everybody, so it has every language and chooses in the browser. */
const languages = Object.fromEntries(locales.map((name) => [name, { ...texts[name], dir: directionOf(name) }]));

/**
 * The page that is shown instead of one that cannot be fetched: self-contained, and replaced as soon as the panel
 * answers.
 */
const script = `
const languages = ${JSON.stringify(languages)};
const kept = /(?:^|; )${localeCookie}=(\\w+)/.exec(document.cookie)?.[1];
const lang = [kept, ...navigator.languages.map((name) => name.slice(0, 2))].find((name) => languages[name]) ?? "en";
const { title, text, check, dir } = languages[lang];
Object.assign(document.documentElement, { lang, dir });
document.title = title + " · LightNode";
document.querySelector("h1").textContent = title;
document.querySelector("p").textContent = text;
document.querySelector("button").textContent = check;
const here = location.pathname === "/offline";
async function look() {
  try {
    const answer = await fetch("/api/health", { cache: "no-store" });
    if (!answer.ok) return;
    if (here) location.replace("/"); else location.reload();
  } catch {}
}
addEventListener("online", look);
document.querySelector("button").addEventListener("click", look);
setInterval(look, 3000);
`;

const style = `
:root { color-scheme: light dark; --ground: #f4f6f5; --text: #13201d; --dim: #4a5854; --act: #0c7a65; }
@media (prefers-color-scheme: dark) { :root { --ground: #0a1112; --text: #e3eae8; --dim: #a3b1ad; --act: #2bbb9b; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--text);
  font-family: system-ui, sans-serif; }
main { max-width: 420px; padding: 24px; }
h1 { font-size: 22px; }
p { color: var(--dim); line-height: 1.5; }
button { font: inherit; padding: 8px 16px; border-radius: 6px; border: 1px solid var(--act); background: none;
  color: inherit; cursor: pointer; }
`;

export const offlineHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${texts.en.title} · LightNode</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${texts.en.title}</h1>
<p role="status">${texts.en.text}</p>
<button type="button">${texts.en.check}</button>
</main>
<script>${script}</script>
</body>
</html>
`;

const digest = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export const offlineHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
};
