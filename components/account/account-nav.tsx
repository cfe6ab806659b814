"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import classes from "@/components/ui/navigation/section-nav.module.css";

const pages = [
  { label: "Profile", href: "/account" },
  { label: "Security", href: "/account/security" },
  { label: "Sessions", href: "/account/sessions" },
  { label: "Tokens", href: "/account/tokens" },
  { label: "Notifications", href: "/account/notifications" },
  { label: "Activity", href: "/account/activity" },
  { label: "Your data", href: "/account/data" },
];

/** The pages of the account. Until a required second factor is set up there is only one of them. */
export function AccountNav({ onlySecurity }: { onlySecurity: boolean }) {
  const path = usePathname();
  const shown = onlySecurity ? pages.filter(({ label }) => label === "Security") : pages;
  return (
    <nav aria-label="Account" className={classes.nav}>
      <ul className={classes.list}>
        {shown.map(({ label, href }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className={classes.item}
              aria-current={path === href ? "page" : undefined}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
