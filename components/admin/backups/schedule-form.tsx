"use client";

import { Group, Select, Stack, Switch, TextInput } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { BackupSettingsView } from "@/lib/backups/contract";
import type { TargetView } from "@/lib/backups/targets/contract";
import { api } from "@/lib/http/client/api";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const weekdays = days.map((label, day) => ({ value: String(day), label }));
const compressions = [
  { value: "gzip", label: "gzip" },
  { value: "zstd", label: "zstd: faster and smaller" },
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
  const refresh = useRefresh();
  const initial: Draft = draftOf(settings);
  const form = useApiForm({
    initial,
    toBody: bodyOf,
    schema: () => import("@/lib/backups/contract").then((contract) => contract.backupSettingsBody),
    send: (values: Draft) => api("PATCH", "/admin/backups/settings", { body: bodyOf(values) }),
    afterwards: "keep",
    onSent: () => {
      toastDone("The schedule is saved.");
      refresh();
    },
  });
  return (
    <Card title="Schedule">
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <Switch label="Each day" description="Seven daily backups are kept." {...form.check("dailyEnabled")} />
          <Switch label="Each week" description="Four weekly backups are kept." {...form.check("weeklyEnabled")} />
          <Switch
            label="A restore drill each month"
            description="The whole restore into a database that is removed afterwards, with a report."
            {...form.check("drillEnabled")}
          />
          <Group align="flex-start" gap="sm">
            <TextInput label="Time" w={100} {...form.field("at")} />
            <Select label="Day of the week" w={150} data={weekdays} allowDeselect={false} {...form.group("weekday")} />
            <TextInput label="Time zone" w={200} {...form.field("timeZone")} />
          </Group>
          <Group align="flex-start" gap="sm">
            <Select
              label="Place"
              w={220}
              data={targets.map(({ id, name }) => ({ value: id, label: name }))}
              allowDeselect={false}
              {...form.group("targetId")}
            />
            <Select
              label="Compression"
              w={220}
              data={compressions}
              allowDeselect={false}
              {...form.group("compression")}
            />
          </Group>
          <Switch
            label="Include the samples of monitoring"
            description="They are most of the rows. Averages of ten minutes and of hours are always included."
            {...form.check("withMetrics")}
          />
          <SubmitButton form={form}>Save</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
