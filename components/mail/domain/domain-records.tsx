"use client";

import { Alert, Button, Group, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { CopyAction } from "@/components/ui/copy/copy-action";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { MailDomainDetailView, MailRecordView } from "@/lib/hosted-services/mail/contract";

type Texts = ReturnType<typeof useTranslations<"mail.domain">>;

type Props = { view: MailDomainDetailView; onCheck: () => unknown };

const hints = (t: Texts): Record<MailRecordView["state"], string> => ({
  ok: "",
  missing: t("addItWhereThe"),
  different: t("changeItToThis"),
  unknown: t("dnsDidNotAnswer"),
});

function hintOf(t: Texts, { state, managed, found }: MailRecordView): string {
  if (managed) return state === "ok" ? t("writtenByThePanel2") : t("writtenByThePanel");
  return found.length > 0 ? `${hints(t)[state]} Found: ${found.join(" · ")}` : hints(t)[state];
}

const columns = (t: Texts): Column<MailRecordView>[] => [
  { title: t("state"), cell: ({ state }) => <StatusPill status={state} /> },
  {
    title: t("name2"),
    isRowHeader: true,
    cell: ({ name }) => <Copied label={t("name", { name })} value={name} />,
  },
  { title: t("type"), cell: ({ type }) => type },
  {
    title: t("value"),
    cell: ({ name, type, value }) => <Copied label={t("valueOf2", { type, name })} value={value} />,
  },
  {
    title: t("whatFor"),
    cell: (record) => (
      <Text size="sm" maw="36ch" style={{ overflowWrap: "anywhere" }}>
        {record.purpose} {hintOf(t, record)}
      </Text>
    ),
  },
];

function Copied({ label, value }: { label: string; value: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <code style={{ overflowWrap: "anywhere", maxWidth: "42ch", fontSize: 12.5 }}>{value}</code>
      <CopyAction label={label} value={value} />
    </Group>
  );
}

/** The DNS records that the domain needs, each with what DNS answers now. */
export default function DomainRecords({ view, onCheck }: Props) {
  const t = useTranslations("mail.domain");
  const check = useAction(async () => onCheck(), { done: t("checkedAgain") });
  const isManaged = view.records.some(({ managed }) => managed);
  return (
    <div className="ln-card">
      <Group p={14} justify="space-between" align="flex-start">
        <Text size="sm" maw="72ch">
          {isManaged ? t("theDnsZoneOf") : t("writeTheseRecordsWhere")}
        </Text>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {t("checkAgain")}
        </Button>
      </Group>
      <DataTable
        label={t("dnsRecords")}
        columns={columns(t)}
        rows={view.records}
        idOf={({ name, type, value }) => `${name} ${type} ${value}`}
        phone="cards"
      />
      {view.dkim.previous ? (
        <Alert m={14} variant="default" p="sm">
          {t("mailIsSignedWith", { selector: view.dkim.selector, previous: view.dkim.previous })}
        </Alert>
      ) : null}
    </div>
  );
}
