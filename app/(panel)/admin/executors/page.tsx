import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { commandForms } from "@/components/executors/commands/schema-fields-rules";
import { FleetView } from "@/components/executors/fleet/fleet-view";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may } from "@/lib/access/permissions";
import { listUsers } from "@/lib/auth/accounts/accounts";
import { listQuery } from "@/lib/core/lists";
import { commandTypeViews } from "@/lib/executors/commands/registry";
import { fleetFilter } from "@/lib/executors/fleet/contract";
import { summariseFleet } from "@/lib/executors/fleet/summarise-fleet";
import { listExecutors } from "@/lib/executors/queries";
import { listTemplateChoices } from "@/lib/executors/templates/template-settings";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { staffChannel } from "@/lib/realtime/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.executors");
  return { title: t("allExecutors") };
}

const pageQuery = listQuery.extend(fleetFilter.shape);

export default async function FleetPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("run.read");
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const [page, summary, templates, users] = await Promise.all([
    listExecutors(actor, query),
    summariseFleet(actor),
    listTemplateChoices(actor, null),
    listUsers(actor, { limit: 100 }),
  ]);
  return (
    <>
      <IgnoredInput names={ignored} />
      <FleetView
        items={page.items}
        nextCursor={page.nextCursor}
        summary={summary}
        channel={staffChannel}
        templates={templates}
        owners={users.items.map(({ id, name }) => ({ id, name }))}
        types={commandForms(commandTypeViews())}
        canManage={may(actor, "executor.manage")}
      />
    </>
  );
}
