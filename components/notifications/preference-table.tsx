"use client";

import { Switch, Table } from "@mantine/core";
import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { keysOf } from "@/lib/core/records";
import { api } from "@/lib/http/client/api";
import type { NotificationChannel, PreferenceInput, PreferenceView } from "@/lib/notifications/contract";
import classes from "./notifications.module.css";

const channelNames: Record<NotificationChannel, string> = { panel: "Panel", mail: "Mail" };
const channels = keysOf(channelNames);

/** Over which channels the person is notified, by kind of message; a change is saved at once. */
export function PreferenceTable({ initial }: { initial: PreferenceView[] }) {
  const [items, setItems] = useState(initial);
  const save = useAction((body: PreferenceInput) => api("PUT", "/account/notification-preferences", { body }), {
    onDone: (answer) => setItems(answer.items),
  });
  const pending = save.isPending ? save.variables : null;
  return (
    <Table verticalSpacing="sm" horizontalSpacing="md" className={classes.preferences}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Message</Table.Th>
          {channels.map((channel) => (
            <Table.Th key={channel}>{channelNames[channel]}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map(({ kind, title, description, channels: own }) => (
          <Table.Tr key={kind}>
            <Table.Th scope="row">
              <span className={classes.title}>{title}</span>
              <span className={classes.body}>{description}</span>
            </Table.Th>
            {own.map(({ channel, enabled, mandatory }) => (
              <Table.Td key={channel}>
                <Switch
                  checked={pending?.kind === kind && pending.channel === channel ? pending.enabled : enabled}
                  disabled={mandatory || save.isPending}
                  aria-label={`${title}: ${channelNames[channel]}`}
                  onChange={(event) => save.mutate({ kind, channel, enabled: event.currentTarget.checked })}
                />
                {mandatory ? <span className={classes.always}>Always on</span> : null}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
