"use client";

import { IconChevronRight } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { keepRecent } from "../palette/recent-pages";
import classes from "./breadcrumbs.module.css";
import { entryOf, isOpenPage, type TrailItem } from "./navigation-trail";

const suffix = " · LightNode";

/** A page that was just opened may have the title of the one before for so long. */
const titleMs = 60;

type PageName = { path: string; text: string };

/**
 * The title of the last page whose title is known, without the product's name. Titles arrive after the page, and can
 * change.
 */
function usePageName(path: string): PageName | null {
  const [name, setName] = useState<PageName | null>(null);
  useEffect(() => {
    const read = () => setName({ path, text: document.title.replace(suffix, "") });
    const timer = setTimeout(read, titleMs);
    const observer = new MutationObserver(read);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [path]);
  return name;
}

/** Where the page is: its group, its entry of the navigation, and the page below that. */
export function Breadcrumbs({ items }: { items: TrailItem[] }) {
  const t = useTranslations("shell.frame");
  const path = usePathname();
  const entry = entryOf(items, path);
  const name = usePageName(path);
  const isBelow = entry !== null && entry.href !== path;
  // While the title of the next tab is not known, that of the tab before stays.
  const isSibling = name !== null && entry !== null && name.path !== entry.href && isOpenPage(entry.href, name.path);
  // The title of a part of a page ends with the name of the page, which is shown before it.
  const current = isBelow && isSibling ? name.text.replace(` · ${entry.label}`, "") : null;
  useEffect(() => {
    if (isBelow && name?.path === path) keepRecent({ label: name.text, href: path });
  }, [isBelow, name, path]);
  if (!entry) return <div className={classes.trail} />;
  return (
    <nav aria-label={t("breadcrumbs")} className={classes.trail}>
      <ol className={classes.list}>
        <li className={classes.group}>{entry.group}</li>
        <li className={classes.entry}>
          <IconChevronRight size={14} className={`${classes.mark} ln-mirror`} aria-hidden="true" />
          {isBelow ? (
            <Link href={entry.href} prefetch={false} className="ln-link">
              {entry.label}
            </Link>
          ) : (
            <span aria-current="page">{entry.label}</span>
          )}
        </li>
        {current ? (
          <li className={classes.current} aria-current="page">
            <IconChevronRight size={14} className={`${classes.mark} ln-mirror`} aria-hidden="true" />
            <span className={classes.name}>{current}</span>
          </li>
        ) : null}
      </ol>
    </nav>
  );
}
