"use client";

import { IconChevronRight } from "@tabler/icons-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { keepRecent } from "../palette/recent-pages";
import classes from "./breadcrumbs.module.css";
import { entryOf, type TrailItem } from "./navigation-trail";

const suffix = " · LightNode";

/** The title of the page that is open, without the product's name. Titles arrive after the page and can change. */
function usePageName(path: string): string | null {
  const [name, setName] = useState<{ path: string; text: string } | null>(null);
  useEffect(() => {
    const read = () => setName({ path, text: document.title.replace(suffix, "") });
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [path]);
  return name?.path === path ? name.text : null;
}

/** Where the page is: its group, its entry of the navigation, and the page below that. */
export function Breadcrumbs({ items }: { items: TrailItem[] }) {
  const path = usePathname();
  const entry = entryOf(items, path);
  const name = usePageName(path);
  const isBelow = entry !== null && entry.href !== path;
  const current = isBelow ? name : null;
  useEffect(() => {
    if (isBelow && name) keepRecent({ label: name, href: path });
  }, [isBelow, name, path]);
  if (!entry) return <div className={classes.trail} />;
  return (
    <nav aria-label="Breadcrumbs" className={classes.trail}>
      <ol className={classes.list}>
        <li className={classes.group}>{entry.group}</li>
        <li className={classes.entry}>
          <IconChevronRight size={14} className={classes.mark} aria-hidden="true" />
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
            <IconChevronRight size={14} className={classes.mark} aria-hidden="true" />
            <span className={classes.name}>{current}</span>
          </li>
        ) : null}
      </ol>
    </nav>
  );
}
