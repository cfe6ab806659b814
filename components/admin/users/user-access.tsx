"use client";

import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { UserDetailView } from "@/lib/auth/contract";
import { type ApiBody, api } from "@/lib/http/client/api";
import { EraseUser } from "./erase-user";

const factorNames: Record<string, string> = {
  totp: "authenticator app",
  sms: "text message",
  email: "e-mail code",
  passkey: "passkey",
};

const roles = ["ADMIN", "MANAGER", "USER", "GUEST"] as const;
type Change = { body: ApiBody<"PATCH", "/admin/users/[id]">; done: string };

/** Role, lock and second factors of one user, with the actions of an administrator. */
export function UserAccess({ user, canManage }: { user: UserDetailView; canManage: boolean }) {
  const refresh = useRefresh();
  const [resetting, setResetting] = useState(false);
  const factors = user.factors.map((factor) => factorNames[factor] ?? factor);
  return (
    <Stack gap="sm">
      <Facts user={user} factors={factors} />
      {canManage ? <Actions user={user} onReset={() => setResetting(true)} /> : null}
      {resetting ? (
        <ResetDialog
          userId={user.id}
          onClose={() => {
            setResetting(false);
            refresh();
          }}
        />
      ) : null}
    </Stack>
  );
}

function Actions({ user, onReset }: { user: UserDetailView; onReset: () => void }) {
  const params = { id: user.id };
  const change = useAction(({ body }: Change) => api("PATCH", "/admin/users/[id]", { params, body }), {
    done: (_answer, { done }) => done,
    refresh: true,
  });
  const sendLink = useAction(() => api("POST", "/admin/users/[id]/password-reset", { params }), {
    done: "A link to choose a password is being sent.",
    refresh: true,
  });
  const cancelReset = useAction(() => api("DELETE", "/admin/users/[id]/factor-reset", { params }), {
    done: "The reset is cancelled.",
    refresh: true,
  });
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label="Role"
        w={160}
        data={roles}
        value={user.role}
        allowDeselect={false}
        onChange={(role) => {
          if (!role || role === user.role) return;
          change.mutate({ body: { role }, done: `${user.name} is ${role} now, and signs in again.` });
        }}
      />
      <Button
        variant="default"
        loading={change.isPending}
        onClick={() =>
          change.mutate({
            body: { disabled: !user.disabled },
            done: user.disabled ? `${user.name} can sign in again.` : `${user.name} is locked.`,
          })
        }
      >
        {user.disabled ? "Unlock" : "Lock"}
      </Button>
      <Button variant="default" loading={sendLink.isPending} onClick={() => sendLink.mutate()}>
        Send a password link
      </Button>
      {user.factorResetDueAt ? (
        <Button variant="default" loading={cancelReset.isPending} onClick={() => cancelReset.mutate()}>
          Cancel the factor reset
        </Button>
      ) : user.factors.length > 0 ? (
        <Button variant="default" color="red" onClick={onReset}>
          Reset second factors
        </Button>
      ) : null}
      <EraseUser user={user} />
    </Group>
  );
}

const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

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
        {countOf(user.servers, "server")}, {countOf(user.tokens, "API token")}; last seen{" "}
        {user.lastSeenAt ? <RelativeTime at={user.lastSeenAt} /> : "never"}
      </div>
    </Text>
  );
}

function ResetDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const form = useApiForm({
    initial: { reason: "" },
    send: (body) => api("POST", "/admin/users/[id]/factor-reset", { params: { id: userId }, body }),
    onSent: () => {
      toastDone("The factors are removed in 24 hours. The owner was notified.");
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title="Reset second factors" centered>
      <Form form={form}>
        <Stack>
          <Text size="sm">
            After 24 hours, the password alone is enough to sign in. The owner is notified by mail and can cancel the
            reset. Verify the identity of the person who asks.
          </Text>
          <FormProblem form={form} />
          <TextInput {...form.field("reason")} label="Why" required withAsterisk={false} data-autofocus />
          <SubmitButton form={form} color="red.9">
            Reset in 24 hours
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
