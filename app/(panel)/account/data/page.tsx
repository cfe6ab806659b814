import type { Metadata } from "next";
import { DataErasure } from "@/components/account/data-erasure";
import { DataExport } from "@/components/account/data-export";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listErasureBlockers } from "@/lib/platform/personal-data/erasure-blockers";

export const metadata: Metadata = { title: "Your data" };

export default async function DataPage() {
  const actor = await requirePageActor("account.read");
  const blockers = await listErasureBlockers(actor);
  return (
    <PageFrame title="Your data" lead="The data that the panel stores about you. You can download or delete it.">
      <Card title="Download">
        <DataExport />
      </Card>
      {may(actor, "account.manage") ? (
        <Card title="Delete the account">
          <DataErasure blockers={blockers} />
        </Card>
      ) : null}
    </PageFrame>
  );
}
