import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DatabaseTable } from "@/components/databases/database-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { listDeletedDatabases } from "@/lib/hosted-services/databases/dumps/deleted-databases";
import { listDatabaseKinds, listDatabases } from "@/lib/hosted-services/databases/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { userChannel } from "@/lib/realtime/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.databases");
  return { title: t("databases") };
}

export default async function DatabasesPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("database.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const [{ items, nextCursor }, deleted, kinds] = await Promise.all([
    listDatabases(actor, query),
    listDeletedDatabases(actor),
    listDatabaseKinds(actor),
  ]);
  return (
    <>
      <IgnoredInput names={ignored} />
      <DatabaseTable
        items={items}
        deleted={deleted.items}
        nextCursor={nextCursor}
        channel={userChannel(actor.userId ?? "")}
        kinds={kinds}
        canCreate={may(actor, "database.create")}
      />
    </>
  );
}
