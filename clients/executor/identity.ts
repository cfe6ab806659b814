import { type ManualSettings, readManualSettings } from "./config/manual-settings";
import type { Home } from "./home";
import { exitCodes, PlainError } from "./stop";
import { type Credentials, loadCredentials } from "./store/credentials";
import { builtInUrl } from "./version";

/** Who this executor is, and where its panel is. */
export type Known = { credentials: Credentials; manual: ManualSettings };

/** An address of a panel, without a path; a plain error when it is none. Pure. */
export function panelUrl(text: string): string {
  const withScheme = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(withScheme))
    throw new PlainError(`"${text}" is not an address. Use one like https://panel.example.`);
  return new URL(withScheme).origin;
}

/** The first of: --url, LIGHTNODE_URL, what setup stored, what the panel wrote into the file. Null: none is set. Pure. */
export function chooseUrl(
  given: string | undefined,
  manual: ManualSettings,
  stored: string | undefined,
): string | null {
  const found = given ?? manual.url ?? stored ?? builtInUrl;
  return found === undefined ? null : panelUrl(found);
}

export function requireUrl(url: string | null): string {
  if (url !== null) return url;
  throw new PlainError(
    "The panel's address is not known. Download the program from the panel, which writes it into the file, or say --url https://…",
    exitCodes.usage,
  );
}

/** Stored credentials, else those set by hand; a plain error when there are none. */
export async function knownIdentity(home: Home, givenUrl: string | undefined): Promise<Known> {
  const manual = readManualSettings(home);
  const stored = await loadCredentials(home);
  const key = stored?.key ?? manual.key;
  const secret = stored?.secret ?? manual.secret;
  if (!key || !secret) {
    throw new PlainError(`There are no credentials in ${home.directory}. Run setup first.`, exitCodes.usage);
  }
  return { credentials: { key, secret, url: requireUrl(chooseUrl(givenUrl, manual, stored?.url)) }, manual };
}
