"use client";

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import type { ChannelView } from "@/lib/notifications/channels/contract";

/** Asks for the code that was sent to the address of a channel. */
export default function CodeDialog({ channel, onClose }: { channel: ChannelView; onClose: () => void }) {
  const t = useTranslations("notifications.channels");
  const params = { id: channel.id };
  const refresh = useRefresh();
  const form = useApiForm({
    initial: { code: "" },
    schema: () => import("@/lib/notifications/channels/contract").then((contract) => contract.confirmChannelBody),
    send: (body) => api("POST", "/notification-channels/[id]/confirm", { params, body }),
    onSent: () => {
      toastDone(t("isConfirmed", { name: channel.name }));
      refresh();
      onClose();
    },
  });
  const again = useAction(() => api("POST", "/notification-channels/[id]/test", { params }), {
    done: ({ lastError }) => lastError ?? t("aNewCodeIs"),
  });
  return (
    <Dialog onClose={onClose} title={t("confirm2", { name: channel.name })} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <Text size="sm">{t("aCodeWithSix")}</Text>
          <TextInput
            {...form.field("code")}
            label={t("code")}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            data-autofocus
          />
          <SubmitButton form={form}>{t("confirm")}</SubmitButton>
          <Button variant="subtle" size="xs" loading={again.isPending} onClick={() => again.mutate()}>
            {t("sendANewCode")}
          </Button>
        </Stack>
      </Form>
    </Dialog>
  );
}
