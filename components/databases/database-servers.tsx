"use client";

import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { DatabaseView } from "@/lib/hosted-services/databases/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import type { DatabaseRights } from "./database-rights";

type Props = { view: DatabaseView; rights: DatabaseRights };

/** Servers whose programs get the connection of the database in their environment. */
export default function DatabaseServers({ view: { id }, rights }: Props) {
  const params = { id };
  const attached = useQuery({
    queryKey: ["attachments", id],
    queryFn: ({ signal }) => api("GET", "/provisioning/databases/[id]/attachments", { params, signal }),
  });
  const detach = useAction(
    (serverId: string) =>
      api("DELETE", "/provisioning/databases/[id]/attachments/[serverId]", { params: { id, serverId } }),
    { done: "Detached. The server loses the variables at its next start.", onDone: () => void attached.refetch() },
  );
  const items = attached.data?.items ?? [];
  const columns: (Column<(typeof items)[number]> | null)[] = [
    {
      title: "Server",
      isRowHeader: true,
      cell: ({ serverId, server }) => (
        <Link href={`/servers/${serverId}`} prefetch={false} className="ln-link">
          {server}
        </Link>
      ),
    },
    { title: "Variables", cell: ({ variables }) => <code>{variables.join(" ")}</code> },
    rights.manage
      ? {
          title: "Actions",
          cell: ({ serverId, server }) => (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Detach ${server}`}
              loading={detach.isPending && detach.variables === serverId}
              onClick={() => detach.mutate(serverId)}
            >
              Detach
            </Button>
          ),
        }
      : null,
  ];
  if (attached.error) return <ProblemAlert problem={explain(attached.error)} />;
  return (
    <Card title="Servers">
      <Stack>
        <DataTable
          label="Servers with this database"
          columns={columns}
          rows={items}
          idOf={({ serverId }) => serverId}
          empty={
            <EmptyState title="No server uses it.">
              A server that it is attached to gets its connection as variables of the environment, at the next start.
            </EmptyState>
          }
        />
        {rights.credentials && rights.isOwner ? <Attach id={id} onDone={() => void attached.refetch()} /> : null}
      </Stack>
    </Card>
  );
}

function Attach({ id, onDone }: { id: string; onDone: () => void }) {
  const servers = useQuery({
    queryKey: ["own-servers"],
    queryFn: ({ signal }) => api("GET", "/servers", { query: { limit: 100 }, signal }),
  });
  const form = useApiForm({
    initial: { serverId: "", prefix: "DATABASE" },
    toBody: (draft) => draft,
    schema: () => import("@/lib/hosted-services/databases/attachments/contract").then(({ attachBody }) => attachBody),
    send: (body) => api("POST", "/provisioning/databases/[id]/attachments", { params: { id }, body }),
    onSent: onDone,
    afterwards: "reset",
  });
  const choices = (servers.data?.items ?? []).map((server) => ({ value: server.id, label: server.name }));
  if (servers.data && choices.length === 0) return <Text size="sm">You have no server to attach it to.</Text>;
  return (
    <Form form={form}>
      <FormProblem form={form} />
      <Group align="flex-start">
        <Select {...form.field("serverId")} label="Server" data={choices} searchable w={240} />
        <TextInput {...form.field("prefix")} label="Prefix of the variables" w={240} />
        <SubmitButton form={form} mt={24}>
          Attach
        </SubmitButton>
      </Group>
    </Form>
  );
}
