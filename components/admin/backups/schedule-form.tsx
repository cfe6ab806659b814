"use client";

import { Group, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { BackupSettingsView } from "@/lib/backups/contract";
import type { TargetView } from "@/lib/backups/targets/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.backups">>;

const days = (t: Texts) => [
  t("sunday"),
  t("monday"),
  t("tuesday"),
  t("wednesday"),
  t("thursday"),
  t("friday"),
  t("saturday"),
];
const weekdays = (t: Texts) => days(t).map((label, day) => ({ value: String(day), label }));
const compressions = (t: Texts) => [
  { value: "gzip", label: t("gzip") },
  { value: "zstd", label: t("zstdFasterAndSmaller") },
];

type Draft = {
  dailyEnabled: boolean;
  weeklyEnabled: boolean;
  drillEnabled: boolean;
  withMetrics: boolean;
  at: string;
  weekday: string;
  timeZone: string;
  compression: string;
  targetId: string;
};

function draftOf({ nextAt: _next, nextDrillAt: _drill, kitDownloadedAt: _kit, weekday, ...rest }: BackupSettingsView) {
  return { ...rest, weekday: String(weekday) } satisfies Draft;
}

function bodyOf({ weekday, compression, ...rest }: Draft) {
  return {
    ...rest,
    weekday: Number(weekday),
    compression: compression === "zstd" ? ("zstd" as const) : ("gzip" as const),
  };
}

/** When backups are made, of what, and where. */
export function ScheduleForm({ settings, targets }: { settings: BackupSettingsView; targets: TargetView[] }) {
  const t = useTranslations("admin.backups");
  const refresh = useRefresh();
  const form = useApiForm({
    initial: draftOf(settings),
    toBody: bodyOf,
    schema: () => import("@/lib/backups/contract").then((contract) => contract.backupSettingsBody),
    send: (values: Draft) => api("PATCH", "/admin/backups/settings", { body: bodyOf(values) }),
    afterwards: "keep",
    onSent: () => {
      toastDone(t("theScheduleIsSaved"));
      refresh();
    },
  });
  return (
    <Card title={t("schedule")}>
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <Switch label={t("eachDay")} description={t("sevenDailyBackupsAre")} {...form.check("dailyEnabled")} />
          <Switch label={t("eachWeek")} description={t("fourWeeklyBackupsAre")} {...form.check("weeklyEnabled")} />
          <Switch
            label={t("aRestoreDrillEach")}
            description={t("theWholeRestoreInto")}
            {...form.check("drillEnabled")}
          />
          <Group align="flex-start" gap="sm">
            <TextInput label={t("time")} w={100} {...form.field("at")} />
            <Select
              label={t("dayOfTheWeek")}
              w={150}
              data={weekdays(t)}
              allowDeselect={false}
              {...form.group("weekday")}
            />
            <TextInput label={t("timeZone")} w={200} {...form.field("timeZone")} />
          </Group>
          <Group align="flex-start" gap="sm">
            <Select
              label={t("place")}
              w={220}
              data={targets.map(({ id, name }) => ({ value: id, label: name }))}
              allowDeselect={false}
              {...form.group("targetId")}
            />
            <Select
              label={t("compression")}
              w={220}
              data={compressions(t)}
              allowDeselect={false}
              {...form.group("compression")}
            />
          </Group>
          <Switch label={t("includeTheSamplesOf")} description={t("theyAreMostOf")} {...form.check("withMetrics")} />
          <SubmitButton form={form}>{t("save")}</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
