"use client";

import { Button, Checkbox, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { MemberPermission, ServerMemberView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";

type Texts = ReturnType<typeof useTranslations<"servers.settings">>;

const choices = (t: Texts): { value: MemberPermission; label: string }[] => [
  { value: "server.console", label: t("readTheConsole") },
  { value: "server.command", label: t("sendCommands") },
  { value: "server.power", label: t("startAndStop") },
  { value: "server.update", label: t("changeSettingsAndSize") },
  { value: "server.reinstall", label: t("reinstallDeletesAllFiles") },
  { value: "server.credentials", label: t("seeAndRotateCredentials") },
];

type Change = { userId: string; permissions: MemberPermission[] };

/** The members of a server and their permissions. Changes are saved immediately. */
export default function Sharing({ serverId }: { serverId: string }) {
  const t = useTranslations("servers.settings");
  const params = { id: serverId };
  const { data, error, refetch } = useQuery({
    queryKey: ["members", serverId],
    queryFn: ({ signal }) => api("GET", "/servers/[id]/members", { params, signal }),
  });
  const change = useAction(
    ({ userId, permissions }: Change) =>
      api("PATCH", "/servers/[id]/members/[userId]", { params: { ...params, userId }, body: { permissions } }),
    { done: t("saved") },
  );
  const remove = useAction(
    ({ userId }: ServerMemberView) =>
      api("DELETE", "/servers/[id]/members/[userId]", { params: { ...params, userId } }),
    { done: (_answer, { name }) => t("noLongerHasAccess", { name }) },
  );
  const reload = { onSettled: () => refetch() };
  if (error) return <ProblemAlert problem={explain(error)} />;
  if (!data) return <Skeleton height={160} radius={10} />;
  const members = data.items;
  return (
    <Stack gap="md">
      <Card title={t("sharedWith")} flush>
        {members.length === 0 ? (
          <EmptyState title={t("theServerIsNot")}>{t("addAPersonBelow")}</EmptyState>
        ) : (
          members.map((member) => (
            <Member
              key={member.userId}
              member={member}
              onChange={(permissions) => change.mutate({ userId: member.userId, permissions }, reload)}
              onRemove={() => remove.mutate(member, reload)}
            />
          ))
        )}
      </Card>
      <AddMember serverId={serverId} onDone={refetch} />
    </Stack>
  );
}

function Member({
  member,
  onChange,
  onRemove,
}: {
  member: ServerMemberView;
  onChange: (permissions: MemberPermission[]) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("servers.settings");
  return (
    <Stack gap="xs" p="md">
      <Group justify="space-between">
        <div>
          <strong>{member.name}</strong> <span>{member.email}</span>
        </div>
        <Button size="xs" variant="default" onClick={onRemove} aria-label={t("remove2", { name: member.name })}>
          {t("remove")}
        </Button>
      </Group>
      <Permissions label={t("whatMayDo", { name: member.name })} value={member.permissions} onChange={onChange} />
    </Stack>
  );
}

function Permissions(props: {
  label: string;
  value: MemberPermission[];
  onChange: (value: MemberPermission[]) => void;
}) {
  const t = useTranslations("servers.settings");
  return (
    <Checkbox.Group {...props} size="sm">
      <Group gap="md" mt={6}>
        {choices(t).map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

const initial: { email: string; permissions: MemberPermission[] } = {
  email: "",
  permissions: ["server.console", "server.power"],
};

function AddMember({ serverId, onDone }: { serverId: string; onDone: () => void }) {
  const t = useTranslations("servers.settings");
  const form = useApiForm({
    initial,
    schema: () => import("@/lib/game-servers/contract").then((contract) => contract.addMemberBody),
    send: (body) => api("POST", "/servers/[id]/members", { params: { id: serverId }, body }),
    onSent: () => {
      toastDone(t("theServerIsShared"));
      onDone();
    },
  });
  return (
    <Card title={t("shareWithAUser")}>
      <Form form={form}>
        <Stack gap="sm" maw={520}>
          <FormProblem form={form} />
          <TextInput
            {...form.field("email")}
            label={t("theirEMailAddress")}
            type="email"
            autoComplete="off"
            required
            withAsterisk={false}
          />
          <Permissions
            label={t("theyMay")}
            value={form.values.permissions}
            onChange={(permissions) => form.set("permissions", permissions)}
          />
          <SubmitButton form={form} w="fit-content">
            {t("share")}
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
