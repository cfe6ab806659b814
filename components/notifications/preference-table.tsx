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
        {shown.map(({ kind, title, description, channels }) => (
          <Table.Tr key={kind}>
            <Table.Th scope="row">
              <span className={classes.title}>{title}</span>
              <span className={classes.body}>{description}</span>
            </Table.Th>
            {fixed.map(({ channel, label }) => (
              <Table.Td key={channel}>
                <FixedChannel
                  one={channels.find((known) => known.channel === channel)}
                  label={`${title}: ${label}`}
                  isSaving={save.isPending}
                  onChange={(enabled) => save.mutate({ kind, channel, enabled })}
                />
              </Table.Td>
            ))}
            {hasOwn ? (
              <Table.Td>
                <ChannelChoice
                  message={title}
                  channels={channels.filter(({ channel }) => !isFixedChannel(channel))}
                  isSaving={save.isPending}
                  onChange={(channel, enabled) => save.mutate({ kind, channel, enabled })}
                />
              </Table.Td>
            ) : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
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
