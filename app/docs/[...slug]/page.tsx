import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findDocument } from "@/lib/platform/documents/documents";
import classes from "../docs.module.css";
import { DocumentsFrame } from "../documents-frame";

type Props = { params: Promise<{ slug: string[] }> };

const load = async ({ params }: Props) => findDocument((await params).slug.join("/"));

export async function generateMetadata(props: Props): Promise<Metadata> {
  const t = await getTranslations("pages.docs.slug");
  return { title: (await load(props))?.title ?? t("documents") };
}

export default async function DocumentPage(props: Props) {
  const t = await getTranslations("pages.docs.slug");
  const document = await load(props);
  if (!document) notFound();
  const sections = document.headings.filter(({ level }) => level === 2);
  // The frame shows the title.
  const html = document.html.replace(/^<h1[^>]*>[\s\S]*?<\/h1>/, "");
  return (
    <DocumentsFrame title={document.title} current={document.slug}>
      {sections.length > 3 ? (
        <nav aria-label={t("sections")} className={classes.sections}>
          {sections.map(({ id, title }) => (
            <a key={id} href={`#${id}`}>
              {title}
            </a>
          ))}
        </nav>
      ) : null}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: Markdown of this project, rendered with HTML switched off. */}
      <article className={classes.prose} dangerouslySetInnerHTML={{ __html: html }} />
    </DocumentsFrame>
  );
}
