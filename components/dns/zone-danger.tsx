"use client";

import { useTranslations } from "next-intl";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"dns">>;

const deletion = (t: Texts, id: string): DangerAction => ({
  title: t("deleteTheZone"),
  text: t("removesAllRecordsAnd"),
  advice: t("exportTheZoneFile"),
  label: t("delete"),
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/dns-zones/[id]", { params: { id } });
    return t("theZoneIsBeing");
  },
});

/** What cannot be undone. */
export default function ZoneDanger({ view, onDone }: { view: ZoneView; onDone: () => void }) {
  const t = useTranslations("dns");
  return <DangerActions actions={[deletion(t, view.id)]} name={view.name} onDone={onDone} />;
}
