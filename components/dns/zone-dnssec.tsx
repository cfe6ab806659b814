"use client";

import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { StatusPill } from "@/components/ui/status-pill";
import { toastDone } from "@/components/ui/toast";
import type { ParentState, ZoneParentView } from "@/lib/hosted-services/dns/parent/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
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
        <ParentCheck id={view.id} isSigned={enabled} />
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

const ofDs = (isSigned: boolean): Record<ParentState, string> => ({
  ok: isSigned ? "Your registrar has a DS record of this zone." : "Your registrar has no DS record.",
  missing: "Your registrar has no DS record yet: resolvers do not check the signatures.",
  different: isSigned
    ? "Your registrar has other DS records: resolvers refuse every name of the domain. Replace them by one of those above."
    : "Your registrar has a DS record, and the zone is not signed: resolvers refuse every name of the domain. Remove it.",
  unknown: "DNS did not answer.",
});
const ofNameservers: Record<ParentState, string> = {
  ok: "The domain leads to our name servers. The list at your registrar can have others too: compare it there.",
  missing: "The domain is not delegated yet. Enter the name servers at your registrar.",
  different: "The domain leads to other name servers.",
  unknown: "DNS did not answer.",
};

/** What DNS answers for the domain at this moment. */
function ParentCheck({ id, isSigned }: { id: string; isSigned: boolean }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["zone-parent", id, isSigned],
    queryFn: ({ signal }) => api("GET", "/provisioning/dns-zones/[id]/parent", { params: { id }, signal }),
  });
  if (error) return <ProblemAlert problem={explain(error)} />;
  return (
    <Stack gap="xs" aria-live="polite">
      {data ? <ParentLines data={data} isSigned={isSigned} /> : <Text size="sm">Asking DNS.</Text>}
      <Button w="fit-content" size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
        Check again
      </Button>
    </Stack>
  );
}

function ParentLines({ data: { ds, nameservers }, isSigned }: { data: ZoneParentView; isSigned: boolean }) {
  const lines = [
    { label: "DS records", text: ofDs(isSigned)[ds.state], ...ds },
    { label: "Name servers", text: ofNameservers[nameservers.state], ...nameservers },
  ];
  return lines.map(({ label, state, text, found }) => (
    <div key={label}>
      <Group gap="xs">
        <Text size="sm" fw={550}>
          {label}
        </Text>
        <StatusPill status={state} />
      </Group>
      <Text size="sm">{text}</Text>
      {state === "different" ? (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          Found: {found.join(", ")}
        </Text>
      ) : null}
    </div>
  ));
}

/** The third number of a DS record is the type of its digest. */
function labelOf(record: string): string {
  return `DS, digest type ${record.split(" ")[2] ?? ""}`;
}
