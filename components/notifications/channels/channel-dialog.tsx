"use client";

import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import {
  initialOf,
  keyOf,
  nameOf,
  ProviderFieldInput,
  type Typed,
  typedOf,
  valuesOf,
} from "@/components/admin/services/provider-fields";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import { type ChannelKindView, type ChannelView, channelKindView } from "@/lib/notifications/channels/contract";

type Props = {
  kinds: ChannelKindView[];
  /** Null: a new one. */
  channel: ChannelView | null;
  onClose: () => void;
  onSaved: (channel: ChannelView) => void;
};
type Draft = { kind: string; name: string } & Typed;

function startOf(kinds: ChannelKindView[], channel: ChannelView | null): Draft {
  const { kind = kinds[0]?.kind ?? "", name = "" } = channel ?? {};
  const fields = kinds.flatMap((known) => known.fields);
  const saved = channel ? typedOf("settings", channel.settings) : {};
  return { ...initialOf("settings", fields, channel !== null), ...saved, kind, name };
}

/** Adds a channel or changes one. The form is drawn from the fields of its kind; a masked secret stays as it is. */
export default function ChannelDialog({ kinds, channel, onClose, onSaved }: Props) {
  const t = useTranslations("notifications.channels");
  const refresh = useRefresh();
  // A browser makes the settings of its own channel.
  const choices = kinds.filter(({ fields }) => fields.length > 0);
  const fieldsOf = (name: string) => kinds.find(({ kind }) => kind === name)?.fields ?? [];
  const form = useApiForm<Draft, ChannelView>({
    initial: startOf(choices, channel),
    nameOf,
    send: ({ kind, name, ...typed }) => {
      const settings = settingsOf(fieldsOf(kind), typed);
      if (!channel) {
        const body = { kind: channelKindView.shape.kind.parse(kind), name, settings };
        return api("POST", "/notification-channels", { body });
      }
      return api("PATCH", "/notification-channels/[id]", { params: { id: channel.id }, body: { name, settings } });
    },
    onSent: (saved) => {
      toastDone(saved.unconfirmed ? t("aCodeWasSent", { name: saved.name }) : t("isSaved", { name: saved.name }));
      refresh();
      onSaved(saved);
    },
    afterwards: "keep",
  });
  const kind = kinds.find((known) => known.kind === form.values.kind);
  return (
    <Dialog onClose={onClose} title={channel ? t("change", { name: channel.name }) : t("addAChannel")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          {channel ? null : (
            <Select
              {...form.field("kind")}
              label={t("kind")}
              data={choices.map(({ kind: value, label }) => ({ value, label }))}
              allowDeselect={false}
            />
          )}
          {kind ? <Text size="sm">{kind.description}</Text> : null}
          <TextInput {...form.field("name")} label={t("name")} placeholder={t("operations")} data-autofocus />
          {kind?.fields.map((field) => (
            <ProviderFieldInput key={field.name} field={field} bound={form.field(keyOf("settings", field))} />
          ))}
          <SubmitButton form={form}>{channel ? t("save") : t("add")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

/** What was typed; a field that may be empty is left out then, so that its default applies. */
function settingsOf(fields: ChannelKindView["fields"], typed: Record<string, unknown>): Record<string, unknown> {
  const values = Object.entries(valuesOf("settings", fields, typed));
  const isOptional = (name: string) => fields.some((field) => field.name === name && !field.required && field.initial);
  return Object.fromEntries(values.filter(([name, value]) => value !== "" || !isOptional(name)));
}
