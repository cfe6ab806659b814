"use client";

import { Button, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { UserDetailView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/api";

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
  const refresh = useRefresh();
  const ownsServers = user.servers > 0;
  const servers = user.servers === 1 ? "a server" : `${user.servers} servers`;
  return (
    <ConfirmDialog
      title="Delete the account"
      label="Delete permanently"
      {...(ownsServers ? { isImpossible: true } : { typed: user.name })}
      onConfirm={() => api("DELETE", "/admin/users/[id]", { params: { id: user.id } })}
      onDone={() => {
        toastDone(`The account of ${user.name} is deleted.`);
        router.push("/admin/users");
        refresh();
      }}
      onClose={onClose}
    >
      <Text size="sm">
        {ownsServers
          ? `${user.name} still owns ${servers}. Delete what they own first.`
          : "The account and all its data are deleted permanently, and the person is notified by mail. The audit log keeps their actions, under their id."}
      </Text>
    </ConfirmDialog>
  );
}
