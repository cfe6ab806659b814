"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import classes from "@/components/account/account-nav.module.css";

const pages = [
  { label: "Executors", href: "/executors" },
  { label: "Templates", href: "/executors/templates" },
  { label: "Batch and links", href: "/executors/batch" },
  { label: "Download", href: "/executors/download" },
];

/** The pages of executors. One executor belongs to the list, one template to the templates. */
export function ExecutorNav() {
  const path = usePathname();
  const current = pages.slice(1).find(({ href }) => path.startsWith(href))?.href ?? "/executors";
  return (
    <nav aria-label="Executors" className={classes.nav}>
      <ul className={classes.list}>
        {pages.map(({ label, href }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className={classes.item}
              aria-current={href === current ? "page" : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
