import Link from "next/link";
import { useTranslations } from "next-intl";
import { Art } from "@/components/ui/art/art";
import { StatusPill } from "@/components/ui/status-pill";
import classes from "./thing-list.module.css";

export type Thing = { id: string; art: string; name: string; href: string; status: string; detail: string };

/** Executors or services as small cards. */
export function ThingList({ title, href, things }: { title: string; href: string | null; things: Thing[] }) {
  const t = useTranslations("dashboard");
  if (things.length === 0) return null;
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {href ? (
          <Link href={href} prefetch={false}>
            {t("all2")}
          </Link>
        ) : null}
      </div>
      <ul className={classes.list}>
        {things.map(({ id, art, name, href: page, status, detail }) => (
          <li key={id} className={`ln-card ${classes.thing}`}>
            <Art name={art} size={34} />
            <div className={classes.texts}>
              <Link href={page} prefetch={false} className={`ln-cover ${classes.name}`}>
                {name}
              </Link>
              <span className={classes.detail}>{detail}</span>
            </div>
            <StatusPill status={status} />
          </li>
        ))}
      </ul>
    </section>
  );
}
