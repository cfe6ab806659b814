"use client";

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { toastDone } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import type { UserDetailView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/untyped";

type Props = { user: Pick<UserDetailView, "id" | "name" | "servers"> };

/** Deletes an account permanently, after the name was typed to confirm. */
export function EraseUser({ user }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" color="red" onClick={() => setOpened(true)}>
        Delete account
      </Button>
      {opened ? <EraseDialog user={user} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

function EraseDialog({ user, onClose }: Props & { onClose: () => void }) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const { state, onSubmit, alert } = useSubmit(async () => {
    await api("DELETE", `/admin/users/${user.id}`);
    toastDone(`The account of ${user.name} is deleted.`);
    router.push("/admin/users");
    router.refresh();
  });
  const ownsServers = user.servers > 0;
  return (
    <Dialog onClose={onClose} title="Delete the account" centered>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <Text size="sm">
            {ownsServers
              ? `${user.name} still owns ${user.servers === 1 ? "a server" : `${user.servers} servers`}. Delete what they own first.`
              : "The account and all its data are deleted permanently, and the person is notified by mail. The audit log keeps their actions, under their id."}
          </Text>
          {alert}
          {ownsServers ? null : (
            <TextInput
              label={`Type ${user.name} to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <Button
            type="submit"
            color="red.9"
            loading={state === "busy"}
            disabled={ownsServers || typed.trim() !== user.name.trim()}
          >
            Delete permanently
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
