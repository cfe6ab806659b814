"use client";

import { Button, Checkbox, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Card } from "@/components/ui/page-frame";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import type { MemberPermission, ServerMemberView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/untyped";

const choices: { value: MemberPermission; label: string }[] = [
  { value: "server.console", label: "Read the console" },
  { value: "server.command", label: "Send commands" },
  { value: "server.power", label: "Start and stop" },
  { value: "server.update", label: "Change settings and size" },
  { value: "server.reinstall", label: "Reinstall (deletes all files)" },
  { value: "server.credentials", label: "See and rotate credentials" },
];

/** The members of a server and their permissions. Changes are saved immediately. */
export default function Sharing({ serverId }: { serverId: string }) {
  const [members, setMembers] = useState<ServerMemberView[] | null>(null);
  const path = `/servers/${serverId}/members`;
  const load = useCallback(async () => {
    try {
      setMembers((await api<{ items: ServerMemberView[] }>("GET", path)).items);
    } catch (error) {
      toastFailure(error);
    }
  }, [path]);
  useEffect(() => {
    void load();
  }, [load]);
  async function act(work: () => Promise<unknown>, done: string) {
    try {
      await work();
      toastDone(done);
    } catch (error) {
      toastFailure(error);
    }
    await load();
  }
  if (!members) return <Skeleton height={160} radius={10} />;
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
              onChange={(permissions) =>
                act(() => api("PATCH", `${path}/${member.userId}`, { body: { permissions } }), "Saved.")
              }
              onRemove={() =>
                act(() => api("DELETE", `${path}/${member.userId}`), `${member.name} no longer has access.`)
              }
            />
          ))
        )}
      </Card>
      <AddMember path={path} onDone={load} />
    </Stack>
  );
}

function Member({
  member,
  onChange,
  onRemove,
}: {
  member: ServerMemberView;
  onChange: (permissions: string[]) => void;
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

function Permissions(props: { label: string; value: string[]; onChange: (value: string[]) => void }) {
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

function AddMember({ path, onDone }: { path: string; onDone: () => Promise<void> }) {
  const [permissions, setPermissions] = useState<string[]>(["server.console", "server.power"]);
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    await api("POST", path, { body: { email: text("email"), permissions } });
    toastDone("The server is shared.");
    await onDone();
  });
  return (
    <Card title="Share with a user">
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm" maw={520}>
          {alert}
          <TextInput
            label="Their e-mail address at this panel"
            name="email"
            type="email"
            autoComplete="off"
            error={fields.email}
            required
            withAsterisk={false}
          />
          <Permissions label="They may" value={permissions} onChange={setPermissions} />
          <Button type="submit" loading={state === "busy"} w="fit-content">
            Share
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
