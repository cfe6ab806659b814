"use client";

import { Alert, Button, Skeleton, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import shared from "@/components/executors/executors.module.css";
import { executorKey } from "@/components/executors/use-executor";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { ExecutorView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { type CommandDraft, CommandForm } from "./command-form";
import { CommandItem } from "./command-item";
import classes from "./command-list.module.css";
import type { CommandFormView } from "./schema-fields-rules";

type Props = { executor: ExecutorView; types: CommandFormView[]; canCommand: boolean; onDone: () => void };

const firstPage: string | undefined = undefined;

/** Sends commands to an executor and shows their results. */
export default function ExecutorCommands({ executor, types, canCommand, onDone }: Props) {
  const t = useTranslations("executors.commands");
  const params = { id: executor.id };
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: executorKey(executor.id, "commands"),
    queryFn: ({ pageParam: cursor, signal }) =>
      api("GET", "/executors/[id]/commands", { params, query: { limit: 20, cursor }, signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const canSend = canCommand && executor.presence !== "revoked";
  async function send(body: CommandDraft) {
    await api("POST", "/executors/[id]/commands", { params, body });
    const isHere = ["online", "late", "flapping"].includes(executor.presence);
    toastDone(isHere ? t("sent") : t("theCommandWaitsUntil"));
    onDone();
  }
  const cancel = useAction(
    (commandId: string) => api("DELETE", "/executors/[id]/commands/[commandId]", { params: { ...params, commandId } }),
    { done: t("theCommandIsCancelled"), onDone, onFailed: onDone },
  );
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <Stack gap="md">
      {canSend ? (
        <Card title={t("newCommand")}>
          <CommandForm types={types} submitLabel={t("sendCommand")} onSend={send} />
        </Card>
      ) : null}
      {error ? <Alert color="red">{explain(error)}</Alert> : null}
      <Card title={t("commands")} flush>
        {items === undefined ? <Skeleton height={120} radius={0} /> : null}
        {items?.length === 0 ? <EmptyState title={t("noCommandsYet")} /> : null}
        <ul className={classes.list}>
          {items?.map((command) => (
            <CommandItem key={command.id} command={command} onCancel={canCommand ? cancel.mutate : null} />
          ))}
        </ul>
        {hasNextPage ? (
          <div className={shared.foot}>
            <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
              {t("olderCommands")}
            </Button>
          </div>
        ) : null}
      </Card>
    </Stack>
  );
}
