"use client";

import { Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { ChannelKindList, ChannelView } from "@/lib/notifications/channels/contract";
import { ChannelActions } from "./channel-actions";
import classes from "./channels.module.css";
import { SubscribeButton } from "./subscribe-button";

const ChannelDialog = dynamic(() => import("./channel-dialog"), { ssr: false });
const CodeDialog = dynamic(() => import("./code-dialog"), { ssr: false });

type Props = { channels: ChannelView[]; kinds: ChannelKindList };
type Opened = { add: true } | { edit: ChannelView } | { confirm: ChannelView };

/** What the state of a channel is called. */
function stateOf({ enabled, unconfirmed, lastDelivery }: ChannelView): string {
  if (unconfirmed) return "unconfirmed";
  if (!enabled) return "off";
  if (lastDelivery?.state === "failed") return "failed";
  return lastDelivery?.state === "queued" && lastDelivery.lastError ? "retrying" : "ok";
}

/** The channels that a person added, with their state. */
export function ChannelList({ channels, kinds }: Props) {
  const t = useTranslations("notifications.channels");
  const [opened, setOpened] = useState<Opened | null>(null);
  const labelOf = (kind: string) => kinds.items.find((known) => known.kind === kind)?.label ?? kind;
  const columns: Column<ChannelView>[] = [
    {
      title: t("channel"),
      isRowHeader: true,
      cell: (channel) => <NameCell channel={channel} kind={labelOf(channel.kind)} />,
    },
    { title: t("state"), cell: (channel) => <StatusPill status={stateOf(channel)} /> },
    { title: t("lastNotification"), cell: ({ lastDelivery }) => <LastCell last={lastDelivery} /> },
    {
      title: t("actions"),
      cell: (channel) => (
        <ChannelActions
          channel={channel}
          onEdit={() => setOpened({ edit: channel })}
          onConfirm={() => setOpened({ confirm: channel })}
        />
      ),
    },
  ];
  return (
    <>
      <DataTable
        label={t("channels")}
        phone="cards"
        columns={columns}
        rows={channels}
        idOf={({ id }) => id}
        empty={<EmptyState title={t("noChannelsYet")}>{t("addOneToBe")}</EmptyState>}
      />
      <Group className={classes.foot} gap="xs">
        <Button size="xs" onClick={() => setOpened({ add: true })}>
          {t("addAChannel")}
        </Button>
        <SubscribeButton pushKey={kinds.pushKey} />
      </Group>
      {opened ? <ChannelDialogs kinds={kinds} opened={opened} onOpen={setOpened} /> : null}
    </>
  );
}

type DialogProps = { kinds: ChannelKindList; opened: Opened; onOpen: (opened: Opened | null) => void };

/** The form, and after a new address the question for its code. */
function ChannelDialogs({ kinds, opened, onOpen }: DialogProps) {
  const close = () => onOpen(null);
  if ("confirm" in opened) return <CodeDialog channel={opened.confirm} onClose={close} />;
  return (
    <ChannelDialog
      kinds={kinds.items}
      channel={"edit" in opened ? opened.edit : null}
      onClose={close}
      onSaved={(channel) => onOpen(channel.unconfirmed ? { confirm: channel } : null)}
    />
  );
}

function NameCell({ channel, kind }: { channel: ChannelView; kind: string }) {
  return (
    <div>
      <span className={classes.name}>{channel.name}</span>
      <span className={classes.note}>{kind}</span>
    </div>
  );
}

function LastCell({ last }: { last: ChannelView["lastDelivery"] }) {
  const t = useTranslations("notifications.channels");
  if (!last) return <span className={classes.note}>{t("noneYet")}</span>;
  return (
    <div>
      <RelativeTime at={last.createdAt} />
      {last.lastError && last.state !== "sent" ? <span className={classes.note}>{last.lastError}</span> : null}
    </div>
  );
}
