"use client";

import { Alert, Button, Skeleton, Stack } from "@mantine/core";
import { useCallback, useState } from "react";
import shared from "@/components/executors/executors.module.css";
import { useAnswer } from "@/components/executors/use-executor";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { toastDone, toastFailure } from "@/components/ui/toast";
import type { CommandView } from "@/lib/executors/commands/contract";
import type { ExecutorView } from "@/lib/executors/contract";
import { api } from "@/lib/http/client/untyped";
import { type CommandDraft, CommandForm } from "./command-form";
import { CommandItem } from "./command-item";
import classes from "./command-list.module.css";
import type { CommandFormView } from "./schema-fields-rules";

type Page = { items: CommandView[]; nextCursor: string | null };
type Props = {
  executor: ExecutorView;
  types: CommandFormView[];
  changes: number;
  canCommand: boolean;
  onDone: () => void;
};

/** Sends commands to an executor and shows their results. */
export default function ExecutorCommands({ executor, types, changes, canCommand, onDone }: Props) {
  const path = `/executors/${executor.id}/commands`;
  const { data, problem } = useAnswer<Page>(`${path}?limit=20`, changes);
  const [older, setOlder] = useState<Page | null>(null);
  const canSend = canCommand && executor.presence !== "revoked";
  async function send(draft: CommandDraft) {
    await api("POST", path, { body: draft });
    const isHere = ["online", "late", "flapping"].includes(executor.presence);
    toastDone(isHere ? "Sent." : "The command waits until the executor is online again.");
    onDone();
  }
  const cancel = useCallback(
    async (id: string) => {
      try {
        await api("DELETE", `${path}/${id}`);
        toastDone("The command is cancelled.");
      } catch (error) {
        toastFailure(error);
      }
      onDone();
    },
    [path, onDone],
  );
  const next = older ? older.nextCursor : (data?.nextCursor ?? null);
  async function more() {
    try {
      const page = await api<Page>("GET", `${path}?limit=20&cursor=${next}`);
      setOlder({ items: [...(older?.items ?? []), ...page.items], nextCursor: page.nextCursor });
    } catch (error) {
      toastFailure(error);
    }
  }
  const items = merged(data?.items ?? [], older?.items ?? []);
  return (
    <Stack gap="md">
      {canSend ? (
        <Card title="New command">
          <CommandForm types={types} submitLabel="Send command" onSend={send} />
        </Card>
      ) : null}
      {problem ? <Alert color="red">{problem}</Alert> : null}
      <Card title="Commands" flush>
        {data === null ? <Skeleton height={120} radius={0} /> : null}
        {data !== null && items.length === 0 ? <EmptyState title="No commands yet." /> : null}
        <ul className={classes.list}>
          {items.map((command) => (
            <CommandItem key={command.id} command={command} onCancel={canCommand ? cancel : null} />
          ))}
        </ul>
        {next ? (
          <div className={shared.foot}>
            <Button variant="default" size="xs" onClick={more}>
              Older commands
            </Button>
          </div>
        ) : null}
      </Card>
    </Stack>
  );
}

/**
 * The first page is refreshed regularly, older pages once. The newer state replaces the older one, without duplicates.
 * Pure.
 */
function merged(fresh: CommandView[], older: CommandView[]): CommandView[] {
  const byId = new Map([...older, ...fresh].map((command) => [command.id, command]));
  return [...byId.values()].sort((a, b) => b.seq - a.seq);
}
