"use client";

import { Button, Group, Menu } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone, toastProblem } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import type { ChannelTestView, ChannelView } from "@/lib/notifications/channels/contract";

type Texts = ReturnType<typeof useTranslations<"notifications.channels">>;

type Props = { channel: ChannelView; onEdit: () => void; onConfirm: () => void };

/** What a test's outcome is called. */
export function explainTest(t: Texts, { state, answer, lastError }: ChannelTestView): string {
  if (state === "sent") return t("theTestWasSent", { hasAnswer: String(Boolean(answer)), answer: answer ?? "" });
  if (state === "held") return t("thereIsNoMail");
  if (state === "queued") return t("theTestWaitsThe");
  return lastError ?? t("theTestWasNot");
}

/** Send a test, and the rest in a menu. */
export function ChannelActions({ channel, onEdit, onConfirm }: Props) {
  const t = useTranslations("notifications.channels");
  const { id, name, enabled, unconfirmed } = channel;
  const params = { id };
  const refresh = useRefresh();
  const [isDeleting, setDeleting] = useState(false);
  const turn = useAction(() => api("PATCH", "/notification-channels/[id]", { params, body: { enabled: !enabled } }), {
    done: enabled ? t("isSwitchedOff", { name }) : t("isSwitchedOn", { name }),
    refresh: true,
  });
  return (
    <Group gap="xs" wrap="nowrap">
      {unconfirmed ? (
        <Button size="xs" onClick={onConfirm} aria-label={t("confirm2", { name })}>
          {t("confirm")}
        </Button>
      ) : (
        <TestButton channel={channel} />
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" aria-label={t("moreFor", { name })}>
            {t("more")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} href={`/account/notifications/channels/${id}`}>
            {t("log")}
          </Menu.Item>
          <Menu.Item onClick={onEdit}>{t("edit")}</Menu.Item>
          <Menu.Item onClick={() => turn.mutate()}>{enabled ? t("switchOff") : t("switchOn")}</Menu.Item>
          <Menu.Item color="red" onClick={() => setDeleting(true)}>
            {t("delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isDeleting ? (
        <ConfirmDialog
          title={t("delete2", { name })}
          label={t("delete")}
          onConfirm={() => api("DELETE", "/notification-channels/[id]", { params })}
          onDone={refresh}
          onClose={() => setDeleting(false)}
        >
          {t("whatWaitsForIt")}
        </ConfirmDialog>
      ) : null}
    </Group>
  );
}

function TestButton({ channel: { id, name } }: { channel: ChannelView }) {
  const t = useTranslations("notifications.channels");
  const test = useAction(() => api("POST", "/notification-channels/[id]/test", { params: { id } }), {
    onDone: (outcome) => {
      const text = explainTest(t, outcome);
      if (outcome.state === "failed") toastProblem(text);
      else toastDone(text);
    },
    refresh: true,
  });
  return (
    <Button
      size="xs"
      variant="default"
      loading={test.isPending}
      onClick={() => test.mutate()}
      aria-label={t("sendATestTo", { name })}
    >
      {t("sendATest")}
    </Button>
  );
}
