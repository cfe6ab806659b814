"use client";

import { Button, Group, Text, TextInput } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { useUnsavedChanges } from "@/components/ui/form/unsaved-changes";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { toastFailure } from "@/components/ui/toast";
import type { Rrset } from "@/lib/hosted-services/dns/records/contract";
import { displayRrset } from "@/lib/hosted-services/dns/records/display-rrset";
import { explain } from "@/lib/http/client/problem";
import type { ZoneTabProps } from "../tab-props";
import { problemOf } from "./problem-of";
import { type RecordRow, RecordTable } from "./record-table";
import { type RecordDraft, useRecordDraft } from "./use-record-draft";

type Texts = ReturnType<typeof useTranslations<"dns.records">>;

const RecordDialog = dynamic(() => import("./record-dialog"), { ssr: false });
const ReviewEdits = dynamic(() => import("./review-edits"), { ssr: false });

/** More rows make the page slow; the search finds the others. */
const shownRows = 200;

function rowsOf({ records, draft, changes }: RecordDraft, zone: string): RecordRow[] {
  const edited = new Set(changes.map(({ name, type }) => `${name} ${type}`));
  const own = draft.map((rrset) => {
    const { name, values } = displayRrset(rrset, zone);
    return { rrset, display: { name, values }, isSystem: false, isEdited: edited.has(`${rrset.name} ${rrset.type}`) };
  });
  const system = (records ?? [])
    .filter(({ source }) => source === "system")
    .map(({ display, ...rrset }) => ({ rrset, display, isSystem: true, isEdited: false }));
  const isApex = ({ display }: RecordRow) => (display.name === "@" ? 0 : 1);
  return [...own, ...system].sort((a, b) => isApex(a) - isApex(b));
}

function emptyTitle(t: Texts, { records }: RecordDraft, text: string): string {
  if (!records) return t("readingTheRecords");
  return text.trim() ? t("noRecordMatches") : t("noRecordsYet");
}

function matches({ rrset, display }: RecordRow, text: string): boolean {
  return [display.name, rrset.type, ...display.values].join(" ").toLowerCase().includes(text.trim().toLowerCase());
}

/** The records of a zone. Edits are collected and saved together, after a look at what they change. */
export default function ZoneRecords({ view, canChange, onDone }: ZoneTabProps) {
  const t = useTranslations("dns.records");
  const draft = useRecordDraft(view);
  useUnsavedChanges(() => draft.changes.length > 0);
  const [text, setText] = useState("");
  const [edited, setEdited] = useState<Rrset | "new" | null>(null);
  const [isReviewing, setIsReviewing] = useState(false);
  if (draft.error) return <ProblemAlert problem={explain(draft.error)} />;
  const found = rowsOf(draft, view.zone).filter((row) => matches(row, text));
  const remove = ({ name, type }: Rrset) => {
    const problems = draft.edit({ put: [], remove: [{ name, type }] });
    if (problems.length > 0) toastFailure(problemOf(t, problems));
  };
  return (
    <div className="ln-card">
      <Group p={14} gap="xs" justify="space-between">
        <TextInput
          aria-label={t("searchRecords")}
          placeholder={t("searchRecords")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: "100%", xs: 280 }}
        />
        {canChange ? <Button onClick={() => setEdited("new")}>{t("addRecords")}</Button> : null}
      </Group>
      <Unsaved draft={draft} onReview={() => setIsReviewing(true)} />
      <RecordTable
        rows={found.slice(0, shownRows)}
        canChange={canChange}
        onEdit={setEdited}
        onRemove={remove}
        empty={<EmptyState title={emptyTitle(t, draft, text)} />}
      />
      {found.length > shownRows ? (
        <Text p={14} size="sm">
          {t("theFirstOfAre", { shownRows, foundCount: found.length })}
        </Text>
      ) : null}
      {edited ? (
        <RecordDialog
          zone={view.zone}
          rrset={edited === "new" ? null : edited}
          edit={draft.edit}
          onClose={() => setEdited(null)}
        />
      ) : null}
      {isReviewing ? (
        <ReviewEdits view={view} draft={draft} onDone={onDone} onClose={() => setIsReviewing(false)} />
      ) : null}
    </div>
  );
}

function Unsaved({ draft, onReview }: { draft: RecordDraft; onReview: () => void }) {
  const t = useTranslations("dns.records");
  const count = draft.changes.length;
  return (
    <div role="status" aria-live="polite">
      {count > 0 ? (
        <Group px={14} pb={14} gap="xs">
          <Text size="sm">{t("changeIsChangesAre", { count })}</Text>
          <Button size="xs" onClick={onReview}>
            {t("reviewAndSave")}
          </Button>
          <Button size="xs" variant="default" onClick={draft.discard}>
            {t("discard")}
          </Button>
        </Group>
      ) : null}
    </div>
  );
}
