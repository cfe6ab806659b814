"use client";

import { Switch, Table } from "@mantine/core";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";
import type { PreferenceInput, PreferenceView } from "@/lib/notifications/contract";
import { isFixedChannel } from "@/lib/notifications/contract";
import { ChannelChoice } from "./channels/channel-choice";
import classes from "./notifications.module.css";

const fixed = [
  { channel: "panel", label: "Panel" },
  { channel: "mail", label: "Mail" },
];

/** Over which channels the person is notified, by kind of message; a change is saved at once. */
export function PreferenceTable({ initial }: { initial: PreferenceView[] }) {
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
          <Table.Th>Message</Table.Th>
          {fixed.map(({ channel, label }) => (
            <Table.Th key={channel}>{label}</Table.Th>
          ))}
          {hasOwn ? <Table.Th>Channels</Table.Th> : null}
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
  const { title, description, channels } = item;
  const own = channels.filter(({ channel }) => !isFixedChannel(channel));
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <span className={classes.title}>{title}</span>
        <span className={classes.body}>{description}</span>
      </Table.Th>
      {fixed.map(({ channel, label }) => {
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
        <Table.Td data-title="Channels">
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
  if (!one) return null;
  return (
    <>
      <Switch
        checked={one.enabled}
        disabled={one.mandatory || isSaving}
        aria-label={label}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {one.mandatory ? <span className={classes.always}>Always on</span> : null}
    </>
  );
}
