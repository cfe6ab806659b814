import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BackupsPage } from "@/components/admin/backups/backups-page";
import { listBackups, listRestores } from "@/lib/backups/runs/queries";
import { getBackupSettings } from "@/lib/backups/schedule/settings";
import { listTargets } from "@/lib/backups/targets/manage-targets";
import { idQuery } from "@/lib/core/lists";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.backups");
  return { title: t("backups") };
}

export default async function Page({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("backup.read");
  const { query } = await readSearch(idQuery, searchParams);
  const [backups, settings, targets, restores] = await Promise.all([
    listBackups(actor, query),
    getBackupSettings(actor),
    listTargets(actor),
    listRestores(actor),
  ]);
  return <BackupsPage backups={backups} settings={settings} targets={targets.items} restores={restores.items} />;
}
