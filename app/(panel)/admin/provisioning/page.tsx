import type { Metadata } from "next";
import { ProvisioningReport } from "@/components/admin/provisioning/provisioning-report";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { readProvisioningReport } from "@/lib/platform/provisioning/read-report";

export const metadata: Metadata = { title: "Provisioning" };

export default async function ProvisioningPage() {
  const actor = await requirePageActor("run.read");
  return <ProvisioningReport report={await readProvisioningReport(actor)} />;
}
