"use client";

import { Button, Group, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { ZoneAction, ZoneHistoryView } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { ChangeList } from "./change-list";
import type { ZoneTabProps } from "./tab-props";

type Texts = ReturnType<typeof useTranslations<"dns">>;

const words = (t: Texts): Record<ZoneAction, string> => ({
  records: t("recordsEdited"),
  import: t("zoneFileImported"),
  undo: t("changeUndone"),
  dyndns: t("addressUpdatedByDynamic"),
  dnssec_on: t("dnssecSwitchedOn"),
  dnssec_off: t("dnssecSwitchedOff"),
  mail: t("recordsOfMail"),
  adopted: t("takenOverFromThe"),
});

/** The changes of a zone, the newest first; each can be undone while its records are as it left them. */
export default function ZoneHistory({ view, canChange, onDone }: ZoneTabProps) {
  const t = useTranslations("dns");
  const { id } = view;
  const params = { id };
  const history = useInfiniteQuery({
    queryKey: ["zone-history", id, view.serial],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) };
      return api("GET", "/provisioning/dns-zones/[id]/history", { params, query, signal });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const undo = useAction(
    (changeId: string) =>
      api("POST", "/provisioning/dns-zones/[id]/history/[changeId]/undo", { params: { id, changeId } }),
    { done: t("theChangeIsUndone"), onDone },
  );
  if (history.error) return <ProblemAlert problem={explain(history.error)} />;
  const items = history.data?.pages.flatMap((page) => page.items) ?? [];
  if (history.data && items.length === 0) {
    return (
      <Card>
        <EmptyState title={t("noChangesYet")}>{t("eachEditImportAnd")}</EmptyState>
      </Card>
    );
  }
  return (
    <>
      {items.map((item) => (
        <Entry
          key={item.id}
          item={item}
          zone={view.zone}
          isPending={undo.isPending && undo.variables === item.id}
          onUndo={canChange ? () => undo.mutate(item.id) : null}
        />
      ))}
      {history.hasNextPage ? (
        <Button variant="default" loading={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
          {t("olderChanges")}
        </Button>
      ) : null}
    </>
  );
}

type EntryProps = { item: ZoneHistoryView; zone: string; isPending: boolean; onUndo: (() => void) | null };

function Entry({ item, zone, isPending, onUndo }: EntryProps) {
  const t = useTranslations("dns");
  const { action, actor, at, serial, changes, changeCount, undoneBy } = item;
  const canUndo = onUndo !== null && undoneBy === null && changeCount > 0;
  return (
    <section className="ln-card" style={{ padding: 14, marginBottom: 12 }} aria-label={t("serial2", { serial })}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={550}>
          {t("by", { action: words(t)[action], actor: String(Boolean(actor)), actor2: actor ?? "" })}
        </Text>
        <Group gap="xs">
          <Text size="sm">{t.rich("serial", { serial, time: () => <RelativeTime at={at} /> })}</Text>
          {undoneBy ? <Text size="sm">{t("undone")}</Text> : null}
          {canUndo ? (
            <Button
              size="compact-xs"
              variant="default"
              loading={isPending}
              aria-label={t("undoSerial", { serial })}
              onClick={onUndo}
            >
              {t("undo")}
            </Button>
          ) : null}
        </Group>
      </Group>
      {changes.length > 0 ? <ChangeList changes={changes} zone={zone} /> : null}
      {changeCount > changes.length ? (
        <Text size="sm">{t("andMore", { changeCount: changeCount - changes.length })}</Text>
      ) : null}
    </section>
  );
}
