"use client";

import { Button, Group, Text, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { DriftAction, DriftItemView } from "@/lib/hosted-services/drift/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.services">>;

type Props = { providerId: string; items: DriftItemView[]; nextCursor: string | null };
type Asked = { item: DriftItemView; action: DriftAction };

const labels = (t: Texts): Record<DriftAction, string> => ({
  adopt: t("adopt"),
  repair: t("repair"),
  remove: t("remove"),
});

/** What each action does to each type, for the person who confirms it. */
const effects = (t: Texts): Record<DriftItemView["type"], Partial<Record<DriftAction, string>>> => ({
  orphan: {
    adopt: t("itBecomesYoursIn"),
    remove: t("itIsDeletedAt"),
  },
  ghost: {
    repair: t("itIsCreatedAgain"),
    remove: t("itsRecordInThe"),
  },
  difference: {
    repair: t("theServiceIsChanged"),
    adopt: t("thePanelTakesOver"),
  },
});

/** The differences of one provider, each with what can be done about it. */
export function DriftReport({ providerId, items, nextCursor }: Props) {
  const t = useTranslations("admin.services");
  const [asked, setAsked] = useState<Asked | null>(null);
  const filters = useListFilters();
  const refresh = useRefresh();
  const compare = useAction(() => api("POST", "/admin/providers/[id]/drift", { params: { id: providerId } }), {
    done: t("aWorkerComparesBoth"),
  });
  return (
    <div className="ln-card">
      <Title order={2} size="h5" p="sm" pb={0}>
        {t("differences")}
      </Title>
      <Text size="sm" px="sm">
        {t("betweenWhatCustomersHave")}
      </Text>
      <Group p="sm">
        <Button variant="default" size="xs" loading={compare.isPending} onClick={() => compare.mutate()}>
          {t("compareNow")}
        </Button>
        <Button data-local variant="subtle" size="xs" onClick={refresh}>
          {t("loadAgain")}
        </Button>
      </Group>
      <DataTable
        label={t("differences")}
        columns={columnsOf(t, setAsked)}
        rows={items}
        idOf={({ id }) => id}
        empty={<EmptyState title={t("noDifferences")}>{t("bothSidesWereEqual")}</EmptyState>}
        next={nextCursor ? { label: t("olderDifferences"), href: filters.after(nextCursor) } : null}
        phone="cards"
        isMain
      />
      {asked ? <DriftQuestion providerId={providerId} asked={asked} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

function columnsOf(t: Texts, ask: (asked: Asked) => void): Column<DriftItemView>[] {
  return [
    { title: t("object"), isRowHeader: true, cell: ({ kind, objectName }) => `${kind} ${objectName}` },
    { title: t("type"), cell: ({ type }) => type },
    { title: t("whatDiffers"), cell: ({ detail }) => detail },
    { title: t("found"), from: "desktop", cell: ({ foundAt }) => <RelativeTime at={foundAt} /> },
    {
      title: t("actions"),
      cell: (item) =>
        item.requested ? (
          t("beingRemoved")
        ) : (
          <Group gap={6}>
            {item.actions.map((action) => (
              <Button
                key={action}
                size="compact-sm"
                variant="default"
                onClick={() => ask({ item, action })}
                aria-label={`${labels(t)[action]} ${item.objectName}`}
              >
                {labels(t)[action]}
              </Button>
            ))}
          </Group>
        ),
    },
  ];
}

type QuestionProps = { providerId: string; asked: Asked; onClose: () => void };

function DriftQuestion({ providerId, asked: { item, action }, onClose }: QuestionProps) {
  const t = useTranslations("admin.services");
  const refresh = useRefresh();
  const isDeletion = action === "remove";
  return (
    <ConfirmDialog
      title={`${labels(t)[action]} ${item.objectName}`}
      label={labels(t)[action]}
      {...(isDeletion && item.type === "orphan" ? { typed: item.objectName } : {})}
      isHarmless={!isDeletion}
      onConfirm={async () => {
        const params = { id: providerId, itemId: item.id };
        await api("POST", "/admin/providers/[id]/drift/[itemId]", { params, body: { action } });
        toastDone(t("requestedItIsDone"));
        refresh();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{effects(t)[item.type][action]}</p>
    </ConfirmDialog>
  );
}
