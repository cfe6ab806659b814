"use client";

import { Button, Checkbox, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
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

const choices: { value: MemberPermission; label: string }[] = [
  { value: "server.console", label: "Read the console" },
  { value: "server.command", label: "Send commands" },
  { value: "server.power", label: "Start and stop" },
  { value: "server.update", label: "Change settings and size" },
  { value: "server.reinstall", label: "Reinstall (deletes all files)" },
  { value: "server.credentials", label: "See and rotate credentials" },
];

type Change = { userId: string; permissions: MemberPermission[] };

/** The members of a server and their permissions. Changes are saved immediately. */
export default function Sharing({ serverId }: { serverId: string }) {
  const params = { id: serverId };
  const { data, error, refetch } = useQuery({
    queryKey: ["members", serverId],
    queryFn: ({ signal }) => api("GET", "/servers/[id]/members", { params, signal }),
  });
  const change = useAction(
    ({ userId, permissions }: Change) =>
      api("PATCH", "/servers/[id]/members/[userId]", { params: { ...params, userId }, body: { permissions } }),
    { done: "Saved." },
  );
  const remove = useAction(
    ({ userId }: ServerMemberView) =>
      api("DELETE", "/servers/[id]/members/[userId]", { params: { ...params, userId } }),
    { done: (_answer, { name }) => `${name} no longer has access.` },
  );
  const reload = { onSettled: () => refetch() };
  if (error) return <ProblemAlert problem={explain(error)} />;
  if (!data) return <Skeleton height={160} radius={10} />;
  const members = data.items;
  return (
    <Stack gap="md">
      <Card title="Shared with" flush>
        {members.length === 0 ? (
          <EmptyState title="The server is not shared.">Add a person below to give them access.</EmptyState>
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
  return (
    <Stack gap="xs" p="md">
      <Group justify="space-between">
        <div>
          <strong>{member.name}</strong> <span>{member.email}</span>
        </div>
        <Button size="xs" variant="default" onClick={onRemove} aria-label={`Remove ${member.name}`}>
          Remove
        </Button>
      </Group>
      <Permissions label={`What ${member.name} may do`} value={member.permissions} onChange={onChange} />
    </Stack>
  );
}

function Permissions(props: {
  label: string;
  value: MemberPermission[];
  onChange: (value: MemberPermission[]) => void;
}) {
  return (
    <Checkbox.Group {...props} size="sm">
      <Group gap="md" mt={6}>
        {choices.map(({ value, label }) => (
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
  const form = useApiForm({
    initial,
    schema: () => import("@/lib/game-servers/contract").then((contract) => contract.addMemberBody),
    send: (body) => api("POST", "/servers/[id]/members", { params: { id: serverId }, body }),
    onSent: () => {
      toastDone("The server is shared.");
      onDone();
    },
  });
  return (
    <Card title="Share with a user">
      <Form form={form}>
        <Stack gap="sm" maw={520}>
          <FormProblem form={form} />
          <TextInput
            {...form.field("email")}
            label="Their e-mail address at this panel"
            type="email"
            autoComplete="off"
            required
            withAsterisk={false}
          />
          <Permissions
            label="They may"
            value={form.values.permissions}
            onChange={(permissions) => form.set("permissions", permissions)}
          />
          <SubmitButton form={form} w="fit-content">
            Share
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
