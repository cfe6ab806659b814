"use client";

import { Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";
import type { QuietHoursBody } from "@/lib/notifications/channels/contract";
import classes from "./channels.module.css";

type Props = { initial: QuietHoursBody["quietHours"]; zones: string[] };
type Draft = { isOn: boolean; from: string; to: string; zone: string };

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const nameOf = (path: string) => path.replace("quietHours.", "");
const toBody = ({ isOn, from, to, zone }: Draft): QuietHoursBody => ({
  quietHours: isOn ? { from, to, zone } : null,
});

/** Hours in which only errors reach the person's channels. */
export function QuietHoursForm({ initial, zones }: Props) {
  const t = useTranslations("notifications.channels");
  const form = useApiForm<Draft>({
    initial: { isOn: initial !== null, from: "22:00", to: "07:00", zone: "UTC", ...initial },
    schema: () => import("@/lib/notifications/channels/contract").then((contract) => contract.quietHoursBody),
    toBody,
    nameOf,
    send: (values) => api("PUT", "/account/quiet-hours", { body: toBody(values) }),
    onSent: () => toastDone(t("saved")),
    afterwards: "keep",
  });
  function turn(isOn: boolean) {
    form.set("isOn", isOn);
    // The first time, the zone of the browser is the likely one.
    if (isOn && initial === null && zones.includes(ownZone())) form.set("zone", ownZone());
  }
  return (
    <Form form={form}>
      <Stack gap="sm" align="flex-start">
        <FormProblem form={form} />
        <Switch
          label={t("quietHours")}
          checked={form.values.isOn}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
        <Text size="sm" c="dimmed">
          {t("errorsReachYourChannels")}
        </Text>
        {form.values.isOn ? (
          <div className={classes.hours}>
            <TextInput {...form.field("from")} type="time" label={t("from")} />
            <TextInput {...form.field("to")} type="time" label={t("to")} />
            <Select
              {...form.field("zone")}
              label={t("timeZone")}
              data={zones}
              searchable
              allowDeselect={false}
              limit={100}
            />
          </div>
        ) : null}
        <SubmitButton form={form} size="xs">
          {t("save")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
