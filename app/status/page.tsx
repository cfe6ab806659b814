import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { StatusBoard } from "@/components/status/status-board";
import { readPublicStatus } from "@/lib/status/public/read-public-status";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.status");
  const status = await readPublicStatus();
  return { title: status?.title ?? t("notFound") };
}

export default async function StatusPage() {
  const status = await readPublicStatus();
  if (!status) notFound();
  return <StatusBoard status={status} />;
}
