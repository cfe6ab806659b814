"use client";

import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import type { UserDetailView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/untyped";
import { EraseUser } from "./erase-user";

const factorNames: Record<string, string> = {
  totp: "authenticator app",
  sms: "text message",
  email: "e-mail code",
  passkey: "passkey",
};

/** Role, lock and second factors of one user, with the actions of an administrator. */
export function UserAccess({ user, canManage }: { user: UserDetailView; canManage: boolean }) {
  const router = useRouter();
  const [resetting, setResetting] = useState(false);
  async function act(work: () => Promise<unknown>, done: string) {
    try {
      await work();
      toastDone(done);
    } catch (error) {
      toastFailure(error);
    }
    router.refresh();
  }
  const path = `/admin/users/${user.id}`;
  const patch = (body: Record<string, unknown>, done: string) => act(() => api("PATCH", path, { body }), done);
  const factors = user.factors.map((factor) => factorNames[factor] ?? factor);
  return (
    <Stack gap="sm">
      <Facts user={user} factors={factors} />
      {canManage ? (
        <Group gap="sm" align="flex-end">
          <Select
            label="Role"
            w={160}
            data={["ADMIN", "MANAGER", "USER", "GUEST"]}
            value={user.role}
            allowDeselect={false}
            onChange={(role) =>
              role && role !== user.role && patch({ role }, `${user.name} is ${role} now, and signs in again.`)
            }
          />
          <Button
            variant="default"
            onClick={() =>
              patch(
                { disabled: !user.disabled },
                user.disabled ? `${user.name} can sign in again.` : `${user.name} is locked.`,
              )
            }
          >
            {user.disabled ? "Unlock" : "Lock"}
          </Button>
          <Button
            variant="default"
            onClick={() =>
              act(() => api("POST", `${path}/password-reset`), "A link to choose a password is being sent.")
            }
          >
            Send a password link
          </Button>
          {user.factorResetDueAt ? (
            <Button
              variant="default"
              onClick={() => act(() => api("DELETE", `${path}/factor-reset`), "The reset is cancelled.")}
            >
              Cancel the factor reset
            </Button>
          ) : user.factors.length > 0 ? (
            <Button variant="default" color="red" onClick={() => setResetting(true)}>
              Reset second factors
            </Button>
          ) : null}
          <EraseUser user={user} />
        </Group>
      ) : null}
      {resetting ? (
        <ResetDialog
          path={path}
          onClose={() => {
            setResetting(false);
            router.refresh();
          }}
        />
      ) : null}
    </Stack>
  );
}

function Facts({ user, factors }: { user: UserDetailView; factors: string[] }) {
  return (
    <Text size="sm" component="div">
      <div>
        {user.role}, {user.disabled ? "locked" : "active"}; address {user.emailVerified ? "confirmed" : "not confirmed"}
      </div>
      <div>Second factors: {factors.length > 0 ? factors.join(", ") : "none"}</div>
      {user.factorResetDueAt ? (
        <div>
          They are removed <RelativeTime at={user.factorResetDueAt} />, unless the owner or you cancel it.
        </div>
      ) : null}
      <div>
        {user.servers} servers, {user.tokens} API tokens; last seen{" "}
        {user.lastSeenAt ? <RelativeTime at={user.lastSeenAt} /> : "never"}
      </div>
    </Text>
  );
}

function ResetDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    await api("POST", `${path}/factor-reset`, { body: { reason: text("reason") } });
    toastDone("The factors are removed in 24 hours. The owner was notified.");
    onClose();
  });
  return (
    <Dialog onClose={onClose} title="Reset second factors" centered>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <Text size="sm">
            After 24 hours, the password alone is enough to sign in. The owner is notified by mail and can cancel the
            reset. Verify the identity of the person who asks.
          </Text>
          {alert}
          <TextInput label="Why" name="reason" error={fields.reason} required withAsterisk={false} data-autofocus />
          <Button type="submit" color="red.9" loading={state === "busy"}>
            Reset in 24 hours
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
