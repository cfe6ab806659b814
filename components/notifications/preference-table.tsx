"use client";

import { Switch, Table } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import type { PreferenceInput, PreferenceView } from "@/lib/notifications/contract";
import { isFixedChannel } from "@/lib/notifications/contract";
import { ChannelChoice } from "./channels/channel-choice";
import classes from "./notifications.module.css";

type Texts = ReturnType<typeof useTranslations<"notifications">>;

const fixed = (t: Texts) => [
  { channel: "panel", label: t("panel") },
  { channel: "mail", label: t("mail") },
];

/** Over which channels the person is notified, by kind of message; a change is saved at once. */
export function PreferenceTable({ initial }: { initial: PreferenceView[] }) {
  const t = useTranslations("notifications");
  const [items, setItems] = useState(initial);
  const save = useAction((body: PreferenceInput) => api("PUT", "/account/notification-preferences", { body }), {
    onDone: (answer) => setItems(answer.items),
  });
  const pending = save.isPending ? save.variables : null;
  const hasOwn = items.some(({ channels }) => channels.some(({ channel }) => !isFixedChannel(channel)));
  const shown = items.map((item) => ({
    ...item,
    channels: item.channels.map((one) =>
      pending?.kind === item.kind && pending.channel === one.channel ? { ...one, enabled: pending.enabled } : one,
    ),
  }));
  return (
    <Table verticalSpacing="sm" horizontalSpacing="md" className={classes.preferences}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("message")}</Table.Th>
          {fixed(t).map(({ channel, label }) => (
            <Table.Th key={channel}>{label}</Table.Th>
          ))}
          {hasOwn ? <Table.Th>{t("channelsText")}</Table.Th> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shown.map((item) => (
          <PreferenceRow
            key={item.kind}
            item={item}
            isSaving={save.isPending}
            onChange={(channel, enabled) => save.mutate({ kind: item.kind, channel, enabled })}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}

type RowProps = { item: PreferenceView; isSaving: boolean; onChange: (channel: string, enabled: boolean) => void };

function PreferenceRow({ item, isSaving, onChange }: RowProps) {
  const t = useTranslations("notifications");
  const { title, description, channels } = item;
  const own = channels.filter(({ channel }) => !isFixedChannel(channel));
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <span className={classes.title}>{title}</span>
        <span className={classes.body}>{description}</span>
      </Table.Th>
      {fixed(t).map(({ channel, label }) => {
        const one = channels.find((known) => known.channel === channel);
        return (
          <Table.Td key={channel} {...(one ? { "data-title": label } : {})}>
            <FixedChannel
              one={one}
              label={`${title}: ${label}`}
              isSaving={isSaving}
              onChange={(enabled) => onChange(channel, enabled)}
            />
          </Table.Td>
        );
      })}
      {own.length > 0 ? (
        <Table.Td data-title={t("channelsText")}>
          <ChannelChoice message={title} channels={own} isSaving={isSaving} onChange={onChange} />
        </Table.Td>
      ) : null}
    </Table.Tr>
  );
}

type FixedProps = {
  /** Undefined: the message does not take this way. */
  one: PreferenceView["channels"][number] | undefined;
  label: string;
  isSaving: boolean;
  onChange: (enabled: boolean) => void;
};

function FixedChannel({ one, label, isSaving, onChange }: FixedProps) {
  const t = useTranslations("notifications");
  if (!one) return null;
  return (
    <>
      <Switch
        checked={one.enabled}
        disabled={one.mandatory || isSaving}
        aria-label={label}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {one.mandatory ? <span className={classes.always}>{t("alwaysOn")}</span> : null}
    </>
  );
}
