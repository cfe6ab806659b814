import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DriftReport } from "@/components/admin/services/drift-report";
import { ManagedService } from "@/components/admin/services/managed-service";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { idQuery } from "@/lib/core/lists";
import { listDrift } from "@/lib/hosted-services/drift/list-drift";
import { getProvider, listProviderKinds } from "@/lib/hosted-services/providers/list-providers";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readId, readSearch } from "@/lib/http/pages/page-input";

type Props = { params: Promise<{ id: string }>; searchParams: PageSearch };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("provider.read");
  const provider = await orNotFound(getProvider(actor, await readId(params)));
  return { title: provider.name };
}

export default async function ProviderPage({ params, searchParams }: Props) {
  const t = await getTranslations("pages.admin.services.id");
  const actor = await requirePageActor("provider.read");
  const id = await readId(params);
  const { query, ignored } = await readSearch(idQuery, searchParams);
  const provider = await orNotFound(getProvider(actor, id));
  const { items, nextCursor } = await listDrift(actor, id, query);
  const kind = listProviderKinds(actor).items.find((known) => known.kind === provider.kind);
  return (
    <PageFrame
      title={provider.name}
      lead={`${kind?.label ?? provider.kind}, ${provider.mode === "managed" ? t("runByThePanel") : "connected"}.`}
    >
      <IgnoredInput names={ignored} />
      <ManagedService provider={provider} kind={kind} canManage={may(actor, "provider.manage")} />
      <DriftReport providerId={id} items={items} nextCursor={nextCursor} />
    </PageFrame>
  );
}
