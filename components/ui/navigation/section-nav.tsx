"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import classes from "./section-nav.module.css";

type Page = { label: string; href: string };

/** The pages of one part of the panel. The first is its list, which also contains the pages of single objects. */
export function SectionNav({ label, pages }: { label: string; pages: readonly [Page, ...Page[]] }) {
  const path = usePathname();
  const current = pages.slice(1).find(({ href }) => path.startsWith(href))?.href ?? pages[0].href;
  return (
    <nav aria-label={label} className={classes.nav}>
      <ul className={classes.list}>
        {pages.map(({ label: text, href }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className={classes.item}
              aria-current={href === current ? "page" : undefined}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
