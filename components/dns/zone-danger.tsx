"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import classes from "@/components/servers/settings/danger-zone.module.css";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import type { ZoneView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";

const text = "Removes all records and the history. The domain stops working if it is still delegated to us.";

/** What cannot be undone. */
export default function ZoneDanger({ view, onDone }: { view: ZoneView; onDone: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className={`ln-card ${classes.zone}`}>
      <div className={classes.action}>
        <div>
          <p className={classes.title}>Delete the zone</p>
          <p className={classes.text}>{text}</p>
        </div>
        <Button variant="default" onClick={() => setIsAsking(true)}>
          Delete
        </Button>
      </div>
      {isAsking ? (
        <ConfirmDialog
          title="Delete the zone"
          label="Delete"
          typed={view.name}
          onConfirm={async () => {
            await api("DELETE", "/provisioning/dns-zones/[id]", { params: { id: view.id } });
            toastDone("The zone is being deleted.");
            onDone();
          }}
          onClose={() => setIsAsking(false)}
        >
          <p style={{ margin: 0 }}>{text} Export the zone file first if you may need it.</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
