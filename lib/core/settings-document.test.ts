import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generators } from "../../scripts/setup/secrets.mjs";
import { envSchema, withheldFrom } from "./env";

// docs/SETTINGS.md is written from the schema: `npx vitest run --project unit lib/core/settings-document -u`.

/** What `npm start` sets when the environment does not, and is no secret. */
const filledIn = new Map([
  ["NODE_ENV", "`production`"],
  ["DATABASE_URL", "the embedded database"],
  ["NEXTAUTH_URL", "`http://localhost:` and `PORT`"],
  ["ENCRYPTION_KEYS_FILE", "`DATA_DIR/secrets.json`"],
  ["PUSHER_HOST", "`127.0.0.1` with the embedded server"],
  ["PUSHER_PORT", "`REALTIME_PORT` with the embedded server"],
]);

type Setting = { name: string; text: string };

/** The settings with their comments, in the order of the file. A setting without a comment belongs to the one above. */
function settings(): Setting[] {
  const source = readFileSync("lib/core/env.ts", "utf8");
  const schema = source.slice(source.indexOf("export const envSchema"), source.indexOf("export type Env"));
  let text = "";
  return [...schema.matchAll(/\/\*\*([\s\S]*?)\*\/|^ {2}([A-Z][A-Z0-9_]+):/gm)].flatMap(([, comment, name]) => {
    if (comment !== undefined) text = comment.replace(/\s*\n\s*\* ?/g, " ").trim();
    return name === undefined ? [] : [{ name, text }];
  });
}

function defaultOf(name: string): string {
  const known = filledIn.get(name);
  if (known) return known;
  if (name in generators) return "made at the first start, in `DATA_DIR/secrets.json`";
  const shape: Record<string, { safeParse(value: unknown): { success: boolean; data?: unknown } }> = envSchema.shape;
  const parsed = shape[name]?.safeParse(undefined);
  if (!parsed?.success) return "**required**";
  return parsed.data === undefined || parsed.data === "" ? "unset" : `\`${String(parsed.data)}\``;
}

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "\\<");

function settingsDocument(): string {
  const rows = settings().map(({ name, text }, index, all) => {
    const isSame = index > 0 && all[index - 1]?.text === text;
    return `| \`${name}\` | ${cell(defaultOf(name))} | ${isSame ? "As above." : cell(text)} |`;
  });
  const withheld = [...withheldFrom].filter(([, names]) => names.length > 0);
  return `# Settings

Every variable of the environment that the panel reads. Written from the schema that checks them at the start (\`lib/core/env.ts\`); a wrong value stops the start
with its name and the rule, and never with the value. \`npm start\` reads \`.env\` in the project's folder; variables of the shell win.

| variable | default | meaning |
| --- | --- | --- |
${rows.join("\n")}

## What each process is given

A process gets only what it uses. ${withheld.map(([role, names]) => `The ${role} process does not get ${names.map((name) => `\`${name}\``).join(", ")}.`).join(" ")}
\`ADMIN_PASSWORD\` is given to no process after the first administrator exists.
`;
}

it("docs/SETTINGS.md has every setting with its default", async () => {
  expect(settings().map(({ name }) => name)).toEqual(Object.keys(envSchema.shape));
  await expect(settingsDocument()).toMatchFileSnapshot("../../docs/SETTINGS.md");
});
