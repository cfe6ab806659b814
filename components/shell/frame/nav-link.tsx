"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import classes from "../panel-shell.module.css";
import { isOpenPage } from "./navigation-trail";

/** One page in the navigation; its icon and word come from the server. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const active = isOpenPage(href, usePathname());
  return (
    <Link
      href={href}
      prefetch={false}
      className={classes.item}
      data-active={active || undefined}
      aria-current={active ? "page" : undefined}
    >
      {children}
    </Link>
  );
}
