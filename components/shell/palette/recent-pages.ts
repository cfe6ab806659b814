import { forget, recall, remember } from "@/components/ui/browser/browser-memory";

/** Pages of single objects that the person opened in this browser, the newest first. */
export type RecentPage = { label: string; href: string };

const name = "recent";
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

const arePages = (value: unknown): value is RecentPage[] => Array.isArray(value) && value.every(isPage);

export const readRecent = (): RecentPage[] => recall(name, arePages) ?? [];

export function keepRecent(page: RecentPage): void {
  const others = readRecent().filter(({ href }) => href !== page.href);
  remember(name, [page, ...others].slice(0, most));
}

export const forgetRecent = () => forget(name);
