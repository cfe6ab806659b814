"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import classes from "@/components/ui/navigation/section-nav.module.css";

type Texts = ReturnType<typeof useTranslations<"account">>;

const pages = (t: Texts) => [
  { label: t("profile"), href: "/account" },
  { label: t("securityText"), href: "/account/security" },
  { label: t("sessions"), href: "/account/sessions" },
  { label: t("tokens"), href: "/account/tokens" },
  { label: t("notifications"), href: "/account/notifications" },
  { label: t("activity"), href: "/account/activity" },
  { label: t("yourData"), href: "/account/data" },
];

/** The pages of the account. Until a required second factor is set up there is only one of them. */
export function AccountNav({ onlySecurity }: { onlySecurity: boolean }) {
  const t = useTranslations("account");
  const path = usePathname();
  const shown = onlySecurity ? pages(t).filter(({ href }) => href === "/account/security") : pages(t);
  return (
    <nav aria-label={t("account")} className={classes.nav}>
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
