"use client";

import { CloseButton } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { StartStepView } from "@/lib/platform/dashboard/contract";
import { hideStart } from "./start-choice";
import classes from "./start-list.module.css";

/** The first things to do, each ticked by the panel itself. Gone when all are done, or when the person hides it. */
export function StartList({ steps }: { steps: StartStepView[] }) {
  const t = useTranslations("dashboard");
  const titleOf = useTranslations("dashboard.stepTitles");
  const textOf = useTranslations("dashboard.stepTexts");
  const [isHidden, setHidden] = useState(false);
  const done = steps.filter(({ isDone }) => isDone).length;
  if (isHidden || done === steps.length) return null;
  function hide() {
    hideStart();
    setHidden(true);
  }
  return (
    <section className={`ln-card ${classes.card}`} aria-label={t("firstSteps")}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t("firstSteps")}</h2>
        <span className={`${classes.count} ln-figure`}>{t("of2", { done, stepsCount: steps.length })}</span>
        <CloseButton size="sm" onClick={hide} aria-label={t("hideTheFirstSteps")} />
      </div>
      <ul className={classes.list}>
        {steps.map(({ id, href, isDone }) => (
          <li key={id} className={classes.step} data-done={isDone || undefined}>
            <svg className={classes.mark} viewBox="0 0 20 20" aria-hidden="true">
              <circle cx="10" cy="10" r="8.5" />
              {isDone ? <path d="M6.2 10.3l2.6 2.6 5-5.6" /> : null}
            </svg>
            {isDone ? (
              <span className={classes.name}>
                {titleOf(id)}
                <span className="ln-hidden"> {t("done")}</span>
              </span>
            ) : (
              <span>
                <Link href={href} prefetch={false} className={`ln-link ${classes.name}`}>
                  {titleOf(id)}
                </Link>
                <span className={classes.text}>{textOf(id)}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
