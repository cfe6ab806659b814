import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { listDocuments, searchDocuments } from "@/lib/platform/documents/documents";
import classes from "./docs.module.css";
import { DocumentsFrame } from "./documents-frame";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.docs");
  return { title: t("documents") };
}

const searchQuery = z.object({ q: z.string().trim().max(100).default("") });

export default async function DocumentsPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.docs");
  const { query } = await readSearch(searchQuery, searchParams);
  const found = query.q === "" ? null : await searchDocuments(query.q);
  return (
    <DocumentsFrame title={t("documents")} words={query.q}>
      {found === null ? (
        <ul>
          {(await listDocuments()).map(({ slug, title }) => (
            <li key={slug}>
              <a href={`/docs/${slug}`}>{title}</a>
            </li>
          ))}
        </ul>
      ) : (
        <>
          <p role="status">{found.length === 0 ? t("nothingWasFound") : t("sections", { foundCount: found.length })}</p>
          <ul className={classes.found}>
            {found.map(({ slug, id, title, section }) => (
              <li key={`${slug}#${id}`}>
                <a href={`/docs/${slug}#${id}`}>{section}</a> <span>{title}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </DocumentsFrame>
  );
}
