"use client";

import { Alert, Button, Stack } from "@mantine/core";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";
import type { ZoneTabProps } from "./tab-props";

/** Signing of the zone, and what the registrar needs for it. */
export default function ZoneDnssec({ view, canChange, onDone }: ZoneTabProps) {
  const [isAsking, setIsAsking] = useState(false);
  const { enabled, ds } = view.dnssec;
  return (
    <Card title="DNSSEC">
      <Stack>
        <p style={{ margin: 0, fontSize: 14, maxWidth: "72ch" }}>
          {enabled
            ? "The name server signs every answer. Resolvers check the signatures as soon as your registrar has one of these DS records; those of digest type 2 are usual."
            : "With DNSSEC the name server signs its answers, so that nobody on the way can change them. Afterwards enter the DS record at your registrar."}
        </p>
        {enabled && ds.length === 0 ? <Alert role="status">The keys are being made.</Alert> : null}
        {ds.map((record) => (
          <CopyField key={record} label={labelOf(record)} value={record} />
        ))}
        {enabled ? (
          <Alert color="yellow" title="Remove the DS records first">
            Before you switch DNSSEC off, or move the domain, remove the DS records at your registrar and wait for two
            days. While they are there and the zone is not signed, resolvers refuse every name of the domain.
          </Alert>
        ) : null}
        {canChange ? (
          <Button w="fit-content" variant="default" onClick={() => setIsAsking(true)}>
            {enabled ? "Switch DNSSEC off" : "Switch DNSSEC on"}
          </Button>
        ) : null}
      </Stack>
      {isAsking ? (
        <ConfirmDialog
          title={enabled ? "Switch DNSSEC off" : "Switch DNSSEC on"}
          label={enabled ? "Switch off" : "Switch on"}
          isHarmless={!enabled}
          onConfirm={async () => {
            const body = { enabled: !enabled };
            await api("PUT", "/provisioning/dns-zones/[id]/dnssec", { params: { id: view.id }, body });
            toastDone(enabled ? "DNSSEC is being switched off." : "DNSSEC is being switched on.");
            onDone();
          }}
          onClose={() => setIsAsking(false)}
        >
          <p style={{ margin: 0 }}>
            {enabled
              ? "The keys are destroyed. If the registrar still has a DS record, the domain stops working for many people."
              : "Nothing changes for visitors until your registrar has a DS record."}
          </p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

/** The third number of a DS record is the type of its digest. */
function labelOf(record: string): string {
  return `DS, digest type ${record.split(" ")[2] ?? ""}`;
}
