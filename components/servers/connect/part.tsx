import type { ReactNode } from "react";
import classes from "./connect-panel.module.css";

/** One way to reach the server. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2 className={classes.heading}>{title}</h2>
      {children}
    </section>
  );
}
