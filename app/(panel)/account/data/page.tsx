import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DataErasure } from "@/components/account/data-erasure";
import { DataExport } from "@/components/account/data-export";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listErasureBlockers } from "@/lib/platform/personal-data/erasure-blockers";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account.data");
  return { title: t("yourData") };
}

export default async function DataPage() {
  const t = await getTranslations("pages.account.data");
  const actor = await requirePageActor("account.read");
  const blockers = await listErasureBlockers(actor);
  return (
    <PageFrame title={t("yourData")} lead={t("theDataThatThe")}>
      <Card title={t("download")}>
        <DataExport />
      </Card>
      {may(actor, "account.manage") ? (
        <Card title={t("deleteTheAccount")}>
          <DataErasure blockers={blockers} />
        </Card>
      ) : null}
    </PageFrame>
  );
}
