/** Pages of single objects that a person opened in this browser, the newest first. */
export type RecentPage = { label: string; href: string };

type Kept = { personId: string; pages: RecentPage[] };

const key = "lightnode-recent";
const most = 6;

function isPage(value: unknown): value is RecentPage {
  return (
    typeof value === "object" &&
    value !== null &&
    "label" in value &&
    typeof value.label === "string" &&
    "href" in value &&
    typeof value.href === "string" &&
    value.href.startsWith("/")
  );
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === "object" &&
    value !== null &&
    "personId" in value &&
    typeof value.personId === "string" &&
    "pages" in value &&
    Array.isArray(value.pages) &&
    value.pages.every(isPage)
  );
}

/** Empty where the browser keeps nothing, something that is not ours, or the pages of another person. */
export function readRecent(personId: string): RecentPage[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isKept(value) && value.personId === personId ? value.pages : [];
  } catch {
    return [];
  }
}

/** Replaces what another person left behind. */
export function keepRecent(personId: string, page: RecentPage): void {
  const others = readRecent(personId).filter(({ href }) => href !== page.href);
  const kept: Kept = { personId, pages: [page, ...others].slice(0, most) };
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A full or forbidden storage only means that nothing is remembered.
  }
}

export function forgetRecent(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
