"use client";

import { Button, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { UserDetailView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/api";

type Props = { user: Pick<UserDetailView, "id" | "name" | "servers"> };

/** Deletes an account permanently, after the name was typed to confirm. */
export function EraseUser({ user }: Props) {
  const t = useTranslations("admin.users");
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" color="red" onClick={() => setOpened(true)}>
        {t("deleteAccount")}
      </Button>
      {opened ? <EraseDialog user={user} onClose={() => setOpened(false)} /> : null}
    </>
  );
}

function EraseDialog({ user, onClose }: Props & { onClose: () => void }) {
  const t = useTranslations("admin.users");
  const router = useRouter();
  const refresh = useRefresh();
  const ownsServers = user.servers > 0;
  const { servers } = user;
  return (
    <ConfirmDialog
      title={t("deleteTheAccount")}
      label={t("deletePermanently")}
      {...(ownsServers ? { isImpossible: true } : { typed: user.name })}
      onConfirm={() => api("DELETE", "/admin/users/[id]", { params: { id: user.id } })}
      onDone={() => {
        toastDone(t("theAccountOfIs", { name: user.name }));
        router.push("/admin/users");
        refresh();
      }}
      onClose={onClose}
    >
      <Text size="sm">
        {ownsServers ? t("stillOwnsDeleteWhat", { name: user.name, servers }) : t("theAccountAndAll")}
      </Text>
    </ConfirmDialog>
  );
}
