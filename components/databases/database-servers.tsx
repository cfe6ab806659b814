"use client";

import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
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
  const t = useTranslations("databases");
  const params = { id };
  const attached = useQuery({
    queryKey: ["attachments", id],
    queryFn: ({ signal }) => api("GET", "/provisioning/databases/[id]/attachments", { params, signal }),
  });
  const detach = useAction(
    (serverId: string) =>
      api("DELETE", "/provisioning/databases/[id]/attachments/[serverId]", { params: { id, serverId } }),
    { done: t("detachedTheServerLoses"), onDone: () => void attached.refetch() },
  );
  const items = attached.data?.items ?? [];
  const columns: (Column<(typeof items)[number]> | null)[] = [
    {
      title: t("server"),
      isRowHeader: true,
      cell: ({ serverId, server }) => (
        <Link href={`/servers/${serverId}`} prefetch={false} className="ln-link">
          {server}
        </Link>
      ),
    },
    { title: t("variables"), cell: ({ variables }) => <code>{variables.join(" ")}</code> },
    rights.manage
      ? {
          title: t("actions"),
          cell: ({ serverId, server }) => (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t("detach2", { server })}
              loading={detach.isPending && detach.variables === serverId}
              onClick={() => detach.mutate(serverId)}
            >
              {t("detach")}
            </Button>
          ),
        }
      : null,
  ];
  if (attached.error) return <ProblemAlert problem={explain(attached.error)} />;
  return (
    <Card title={t("servers")}>
      <Stack>
        <DataTable
          label={t("serversWithThisDatabase")}
          columns={columns}
          rows={items}
          idOf={({ serverId }) => serverId}
          empty={<EmptyState title={t("noServerUsesIt")}>{t("aServerThatIt")}</EmptyState>}
        />
        {rights.credentials && rights.isOwner ? <Attach id={id} onDone={() => void attached.refetch()} /> : null}
      </Stack>
    </Card>
  );
}

function Attach({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useTranslations("databases");
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
  if (servers.data && choices.length === 0) return <Text size="sm">{t("youHaveNoServer")}</Text>;
  return (
    <Form form={form}>
      <FormProblem form={form} />
      <Group align="flex-start">
        <Select {...form.field("serverId")} label={t("server")} data={choices} searchable w={240} />
        <TextInput {...form.field("prefix")} label={t("prefixOfTheVariables")} w={240} />
        <SubmitButton form={form} mt={24}>
          {t("attach")}
        </SubmitButton>
      </Group>
    </Form>
  );
}
