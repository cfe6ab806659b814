"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/ui/empty-state";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { MailDeliveryView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { OlderButton } from "./older-button";

const refreshMs = 5_000;

const columns: Column<MailDeliveryView>[] = [
  { title: "Time", cell: ({ at }) => <RelativeTime at={at} /> },
  { title: "From", cell: ({ sender }) => sender || "the mail server" },
  { title: "To", isRowHeader: true, cell: ({ recipient }) => recipient },
  { title: "State", cell: ({ status }) => <StatusPill status={status} /> },
  { title: "Answer", from: "desktop", cell: ({ detail }) => detail },
];

/** What became of mail from and to the domain. */
export default function DomainDeliveries({ id }: { id: string }) {
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
        label="Delivery log"
        columns={columns}
        rows={rows}
        idOf={({ index }) => String(index)}
        phone="cards"
        empty={
          log.data ? (
            <EmptyState title="No mail yet.">
              Each delivery of the last 14 days is listed here, with the answer of the other server.
            </EmptyState>
          ) : (
            <EmptyState title="Reading the log…" />
          )
        }
      />
      <OlderButton list={log} label="Older deliveries" />
    </div>
  );
}
