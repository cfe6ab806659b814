"use client";

import { useTranslations } from "next-intl";
import { ChangeList } from "@/components/dns/change-list";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";
import { onlyWhen } from "@/lib/http/client/problem";
import type { RecordDraft } from "./use-record-draft";

type Props = { view: ZoneView; draft: RecordDraft; onDone: () => void; onClose: () => void };

/** Shows what the edits change before they are saved as one change of the zone. */
export default function ReviewEdits({ view, draft, onDone, onClose }: Props) {
  const t = useTranslations("dns.records");
  const { changes, serial } = draft;
  const save = () => {
    const put = changes.flatMap(({ name, type, after }) => (after ? { name, type, ...after } : []));
    const remove = changes.flatMap(({ name, type, after }) => (after ? [] : { name, type }));
    return api("POST", "/provisioning/dns-zones/[id]/records/bulk", {
      params: { id: view.id },
      headers: { "If-Match": `"${serial}"` },
      body: { changes: { put, remove } },
    }).catch(onlyWhen("zone_changed", onDone));
  };
  return (
    <ConfirmDialog
      title={t("saveTheseChanges")}
      label={t("save")}
      isHarmless
      size="lg"
      onConfirm={save}
      onDone={() => {
        toastDone(t("savedTheNameServer"));
        draft.discard();
        onDone();
      }}
      onClose={onClose}
    >
      <ChangeList changes={changes} zone={view.zone} />
    </ConfirmDialog>
  );
}
