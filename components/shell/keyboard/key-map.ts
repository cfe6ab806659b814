import type { useTranslations } from "next-intl";
import { forget, recall, remember } from "@/components/ui/browser/browser-memory";
import type { NavigationGroup } from "../navigation";

type Texts = ReturnType<typeof useTranslations<"shell.keyboard">>;

/** The letter that opens a page after `g`. */
const letters: Record<string, string> = {
  "/": "d",
  "/servers": "s",
  "/executors": "e",
  "/machines": "h",
  "/alerts": "a",
  "/account": "p",
  "/databases": "b",
  "/mail": "m",
  "/dns": "z",
  "/admin": "o",
  "/admin/users": "u",
  "/admin/nodes": "n",
  "/admin/audit": "l",
  "/admin/health": "y",
};

export type PageKey = { letter: string; label: string; href: string };

/** The pages of the viewer that have a letter. Pure. */
export function pageKeys(t: Texts, groups: NavigationGroup[]): PageKey[] {
  return groups.flatMap(({ section, items }) =>
    items.flatMap(({ label, href }) => {
      const letter = letters[href];
      return letter
        ? [{ letter, label: section === "administration" ? t("administration", { label }) : label, href }]
        : [];
    }),
  );
}

const switchName = "keys";
const isOff = (value: unknown): value is "off" => value === "off";

/** Single keys can be switched off (WCAG 2.2, 2.1.4); Ctrl K stays. */
export const areKeysOn = () => recall(switchName, isOff) === null;

export function switchKeys(on: boolean): void {
  if (on) forget(switchName);
  else remember(switchName, "off");
}

/** Whether a key belongs to what has the focus: a field, the console, an open dialog or menu. */
export function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role='log'], [role='listbox']") !== null;
}
