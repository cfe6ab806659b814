import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
// Imported so that the codes of every module are declared.
import "@/app/api/openapi.json/generated/routes";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { declaredErrors } from "@/lib/core/errors";
import classes from "../docs.module.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.docs.errors");
  return { title: t("errorCodes") };
}

export default function ErrorsPage() {
  const t = useTranslations("pages.docs.errors");
  const errors = [...declaredErrors()].sort(([a, left], [b, right]) => left.status - right.status || (a < b ? -1 : 1));
  return (
    <PageFrame
      title={t("errorCodes")}
      lead={t.rich("whatTheCodeOf", {
        code: (chunks) => <code>{chunks}</code>,
        link: (chunks) => <a href="/docs/api">{chunks}</a>,
      })}
    >
      <Card flush>
        {errors.map(([code, { status, title, cure, retryable }]) => (
          <article key={code} id={code} className={classes.call}>
            <h2 className={classes.address}>
              <span className={classes.method}>{status}</span> <a href={`#${code}`}>{code}</a>
            </h2>
            <p className={classes.summary}>{title}</p>
            <p className={classes.facts}>
              {cure} {retryable ? t("theSameCallMay") : null}
            </p>
          </article>
        ))}
      </Card>
    </PageFrame>
  );
}
