"use client";

import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
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

type Texts = ReturnType<typeof useTranslations<"dns">>;

/** Signing of the zone, and what the registrar needs for it. */
export default function ZoneDnssec({ view, canChange, onDone }: ZoneTabProps) {
  const t = useTranslations("dns");
  const [isAsking, setIsAsking] = useState(false);
  const { enabled, ds } = view.dnssec;
  return (
    <Card title="DNSSEC">
      <Stack>
        <p style={{ margin: 0, fontSize: 14, maxWidth: "72ch" }}>
          {enabled ? t("theNameServerSigns") : t("withDnssecTheName")}
        </p>
        {enabled && ds.length === 0 ? <Alert role="status">{t("theKeysAreBeing")}</Alert> : null}
        {ds.map((record) => (
          <CopyField key={record} label={labelOf(t, record)} value={record} />
        ))}
        <ParentCheck id={view.id} isSigned={enabled} />
        {enabled ? (
          <Alert color="yellow" title={t("removeTheDsRecords")}>
            {t("beforeYouSwitchDnssec")}
          </Alert>
        ) : null}
        {canChange ? (
          <Button w="fit-content" variant="default" onClick={() => setIsAsking(true)}>
            {enabled ? t("switchDnssecOff") : t("switchDnssecOn")}
          </Button>
        ) : null}
      </Stack>
      {isAsking ? (
        <ConfirmDialog
          title={enabled ? t("switchDnssecOff") : t("switchDnssecOn")}
          label={enabled ? t("switchOff") : t("switchOn")}
          isHarmless={!enabled}
          onConfirm={async () => {
            const body = { enabled: !enabled };
            await api("PUT", "/provisioning/dns-zones/[id]/dnssec", { params: { id: view.id }, body });
            toastDone(enabled ? t("dnssecIsBeingSwitchedOff") : t("dnssecIsBeingSwitched"));
            onDone();
          }}
          onClose={() => setIsAsking(false)}
        >
          <p style={{ margin: 0 }}>{enabled ? t("theKeysAreDestroyed") : t("nothingChangesForVisitors")}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}

const ofDs = (t: Texts, isSigned: boolean): Record<ParentState, string> => ({
  ok: isSigned ? t("yourRegistrarHasADs") : t("yourRegistrarHasNoDs"),
  missing: t("yourRegistrarHasNo"),
  different: isSigned ? t("yourRegistrarHasOther") : t("yourRegistrarHasA"),
  unknown: t("dnsDidNotAnswer"),
});
const ofNameservers = (t: Texts): Record<ParentState, string> => ({
  ok: t("theDomainLeadsToOur"),
  missing: t("theDomainIsNot"),
  different: t("theDomainLeadsTo"),
  unknown: t("dnsDidNotAnswer"),
});

/** What DNS answers for the domain at this moment. */
function ParentCheck({ id, isSigned }: { id: string; isSigned: boolean }) {
  const t = useTranslations("dns");
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["zone-parent", id, isSigned],
    queryFn: ({ signal }) => api("GET", "/provisioning/dns-zones/[id]/parent", { params: { id }, signal }),
  });
  if (error) return <ProblemAlert problem={explain(error)} />;
  return (
    <Stack gap="xs" aria-live="polite">
      {data ? <ParentLines data={data} isSigned={isSigned} /> : <Text size="sm">{t("askingDns")}</Text>}
      <Button w="fit-content" size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
        {t("checkAgain")}
      </Button>
    </Stack>
  );
}

function ParentLines({ data: { ds, nameservers }, isSigned }: { data: ZoneParentView; isSigned: boolean }) {
  const t = useTranslations("dns");
  const lines = [
    { label: t("dsRecords"), text: ofDs(t, isSigned)[ds.state], ...ds },
    { label: t("nameServers"), text: ofNameservers(t)[nameservers.state], ...nameservers },
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
          {t("found", { found: found.join(", ") })}
        </Text>
      ) : null}
    </div>
  ));
}

/** The third number of a DS record is the type of its digest. */
function labelOf(t: Texts, record: string): string {
  return t("dsDigestType", { value: record.split(" ")[2] ?? "" });
}
