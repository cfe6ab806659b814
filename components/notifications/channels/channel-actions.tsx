"use client";

import { Button, Group, Menu } from "@mantine/core";
import Link from "next/link";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { toastDone, toastProblem } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import type { ChannelTestView, ChannelView } from "@/lib/notifications/channels/contract";

type Props = { channel: ChannelView; onEdit: () => void; onConfirm: () => void };

/** What a test's outcome is called. */
export function explainTest({ state, answer, lastError }: ChannelTestView): string {
  if (state === "sent") return `The test was sent.${answer ? ` Reply: ${answer}` : ""}`;
  if (state === "held") return "There is no mail server: the test waits in the outbox of the panel.";
  if (state === "queued") return "The test waits: the channel is busy, or has used its messages of this minute.";
  return lastError ?? "The test was not sent.";
}

/** Send a test, and the rest in a menu. */
export function ChannelActions({ channel, onEdit, onConfirm }: Props) {
  const { id, name, enabled, unconfirmed } = channel;
  const params = { id };
  const refresh = useRefresh();
  const [isDeleting, setDeleting] = useState(false);
  const turn = useAction(() => api("PATCH", "/notification-channels/[id]", { params, body: { enabled: !enabled } }), {
    done: enabled ? `${name} is switched off.` : `${name} is switched on.`,
    refresh: true,
  });
  return (
    <Group gap="xs" wrap="nowrap">
      {unconfirmed ? (
        <Button size="xs" onClick={onConfirm} aria-label={`Confirm ${name}`}>
          Confirm
        </Button>
      ) : (
        <TestButton channel={channel} />
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" aria-label={`More for ${name}`}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} href={`/account/notifications/channels/${id}`}>
            Log
          </Menu.Item>
          <Menu.Item onClick={onEdit}>Edit</Menu.Item>
          <Menu.Item onClick={() => turn.mutate()}>{enabled ? "Switch off" : "Switch on"}</Menu.Item>
          <Menu.Item color="red" onClick={() => setDeleting(true)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isDeleting ? (
        <ConfirmDialog
          title={`Delete ${name}?`}
          label="Delete"
          onConfirm={() => api("DELETE", "/notification-channels/[id]", { params })}
          onDone={refresh}
          onClose={() => setDeleting(false)}
        >
          What waits for it is not sent, and its log is deleted.
        </ConfirmDialog>
      ) : null}
    </Group>
  );
}

function TestButton({ channel: { id, name } }: { channel: ChannelView }) {
  const test = useAction(() => api("POST", "/notification-channels/[id]/test", { params: { id } }), {
    onDone: (outcome) => {
      const text = explainTest(outcome);
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
      aria-label={`Send a test to ${name}`}
    >
      Send a test
    </Button>
  );
}
