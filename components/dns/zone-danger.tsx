"use client";

import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";

const deletion = (id: string): DangerAction => ({
  title: "Delete the zone",
  text: "Removes all records and the history. The domain stops working if it is still delegated to us.",
  advice: "Export the zone file first if you may need it.",
  label: "Delete",
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/dns-zones/[id]", { params: { id } });
    return "The zone is being deleted.";
  },
});

/** What cannot be undone. */
export default function ZoneDanger({ view, onDone }: { view: ZoneView; onDone: () => void }) {
  return <DangerActions actions={[deletion(view.id)]} name={view.name} onDone={onDone} />;
}
