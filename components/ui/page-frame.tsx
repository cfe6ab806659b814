import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page-frame.module.css";

/** Heading, actions and body of a page. */
export function PageFrame({
  title,
  lead,
  actions,
  isWide = false,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  /** For pages with cards side by side. */
  isWide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={classes.page} data-wide={isWide || undefined}>
      <header className={classes.header}>
        <div className={classes.titles}>
          <Title order={1} size="h2" className={classes.title}>
            {title}
          </Title>
          {lead ? <div className={classes.lead}>{lead}</div> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** A titled block. */
export function Card({
  title,
  aside,
  children,
  flush = false,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section className={`ln-card ${classes.card}`}>
      {title ? (
        <div className={classes.cardHead}>
          <Title order={2} size="h5">
            {title}
          </Title>
          {aside}
        </div>
      ) : null}
      <div className={flush ? classes.flush : classes.cardBody}>{children}</div>
    </section>
  );
}
