"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { MailDeliveryView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { OlderButton } from "./older-button";

type Texts = ReturnType<typeof useTranslations<"mail.domain">>;

const refreshMs = 5_000;

const columns = (t: Texts): Column<MailDeliveryView>[] => [
  { title: t("time"), cell: ({ at }) => <RelativeTime at={at} /> },
  { title: t("from"), cell: ({ sender }) => sender || t("theMailServer") },
  { title: t("to"), isRowHeader: true, cell: ({ recipient }) => recipient },
  { title: t("state"), cell: ({ status }) => <StatusPill status={status} /> },
  { title: t("answer"), from: "desktop", cell: ({ detail }) => detail },
];

/** What became of mail from and to the domain. */
export default function DomainDeliveries({ id }: { id: string }) {
  const t = useTranslations("mail.domain");
  const log = useInfiniteQuery({
    queryKey: ["mail-deliveries", id],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) };
      return api("GET", "/provisioning/mail-domains/[id]/deliveries", { params: { id }, query, signal });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // The mail server logs a delivery after it arrived. Who reads older pages is not moved away from them.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : refreshMs),
  });
  if (log.error) return <ProblemAlert problem={explain(log.error)} />;
  const rows = (log.data?.pages.flatMap((page) => page.items) ?? []).map((row, index) => ({ ...row, index }));
  return (
    <div className="ln-card">
      <DataTable
        label={t("deliveryLog")}
        columns={columns(t)}
        rows={rows}
        idOf={({ index }) => String(index)}
        phone="cards"
        empty={
          log.data ? (
            <EmptyState title={t("noMailYet")}>{t("eachDeliveryOfThe")}</EmptyState>
          ) : (
            <EmptyState title={t("readingTheLog")} />
          )
        }
      />
      <OlderButton list={log} label={t("olderDeliveries")} />
    </div>
  );
}
