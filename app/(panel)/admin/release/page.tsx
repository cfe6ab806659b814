import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReleaseReport } from "@/components/admin/release/release-report";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { readRelease } from "@/lib/platform/release/read-release";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.release");
  return { title: t("release") };
}

export default async function ReleasePage() {
  const actor = await requirePageActor("release.read");
  return <ReleaseReport release={await readRelease(actor)} />;
}
