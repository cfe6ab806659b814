import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProvisioningReport } from "@/components/admin/provisioning/provisioning-report";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { readProvisioningReport } from "@/lib/platform/provisioning/read-report";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.provisioning");
  return { title: t("provisioning") };
}

export default async function ProvisioningPage() {
  const actor = await requirePageActor("run.read");
  return <ProvisioningReport report={await readProvisioningReport(actor)} />;
}
