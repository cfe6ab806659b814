/** Pages of single objects that were opened in this browser, the newest first. */
export type RecentPage = { label: string; href: string };

const key = "lightnode-recent";
const kept = 6;

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

/** An empty list where the browser keeps nothing, or something that is not ours. */
export function readRecent(): RecentPage[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter(isPage).slice(0, kept) : [];
  } catch {
    return [];
  }
}

export function keepRecent(page: RecentPage): void {
  const others = readRecent().filter(({ href }) => href !== page.href);
  try {
    localStorage.setItem(key, JSON.stringify([page, ...others].slice(0, kept)));
  } catch {
    // A full or forbidden storage only means that nothing is remembered.
  }
}

/** The next person at this browser does not see what the last one opened. */
export function forgetRecent(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}
