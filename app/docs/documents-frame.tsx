import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageFrame } from "@/components/ui/page-frame";
import { listDocuments } from "@/lib/platform/documents/documents";
import packageJson from "@/package.json";
import classes from "./docs.module.css";

/** The list of documents beside one of them, with the search. Works without scripts. */
export async function DocumentsFrame({
  current,
  words,
  title,
  children,
}: {
  current?: string;
  words?: string;
  title: string;
  children: ReactNode;
}) {
  const t = await getTranslations("pages.docs");
  const documents = await listDocuments();
  return (
    <PageFrame title={title} lead={t("lightnode", { version: packageJson.version })}>
      <div className={classes.documents}>
        <nav aria-label={t("documents")} className={classes.list}>
          <search>
            <form action="/docs">
              <input
                name="q"
                type="search"
                defaultValue={words}
                placeholder={t("searchTheDocuments")}
                aria-label={t("searchTheDocuments")}
              />
            </form>
          </search>
          <a href="/docs/api">API</a>
          <a href="/docs/errors">{t("errorCodes")}</a>
          {documents.map((document) => (
            <a
              key={document.slug}
              href={`/docs/${document.slug}`}
              aria-current={document.slug === current ? "page" : undefined}
            >
              {document.title}
            </a>
          ))}
        </nav>
        <div className={classes.document}>{children}</div>
      </div>
    </PageFrame>
  );
}
