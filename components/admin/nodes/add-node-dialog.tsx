"use client";

import { Autocomplete, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";

type Draft = {
  name: string;
  region: string;
  dockerHost: string;
  memory: number | string;
  cpu: number | string;
  diskSpace: number | string;
  publicAddress: string;
  portStart: number | string;
  portEnd: number | string;
};

const initial: Draft = {
  name: "",
  region: "",
  dockerHost: "",
  memory: 16,
  cpu: 4,
  diskSpace: 200,
  publicAddress: "",
  portStart: 25_565,
  portEnd: 26_000,
};

const toBody = ({ dockerHost, memory, cpu, diskSpace, portStart, portEnd, ...texts }: Draft) => ({
  ...texts,
  ...(dockerHost.trim() ? { dockerHost: dockerHost.trim() } : {}),
  memory: Number(memory),
  cpu: Number(cpu),
  diskSpace: Number(diskSpace),
  portStart: Number(portStart),
  portEnd: Number(portEnd),
});

/** Adds a machine with a container engine, its capacity, one address and the ports that servers get on it. */
export default function AddNodeDialog({ regions, onClose }: { regions: readonly string[]; onClose: () => void }) {
  const t = useTranslations("admin.nodes");
  const refresh = useRefresh();
  const form = useApiForm({
    initial: { ...initial, region: regions[0] ?? "" },
    toBody,
    schema: () => import("@/lib/nodes/contract").then((contract) => contract.createNodeBody),
    send: (values) => api("POST", "/admin/nodes", { body: { ...toBody(values), bindAddress: "0.0.0.0" } }),
    onSent: (_answer, { name }) => {
      toastDone(t("wasAddedItsEngine", { name }));
      onClose();
      refresh();
    },
  });
  return (
    <Dialog onClose={onClose} title={t("addANode")} size="lg" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput {...form.field("name")} label={t("name")} placeholder="frankfurt-2" data-autofocus />
            <Autocomplete
              {...form.field("region")}
              label={t("region")}
              description={t("aNewNameMakes")}
              data={[...regions]}
            />
          </SimpleGrid>
          <TextInput
            {...form.field("dockerHost")}
            label={t("containerEngine")}
            description={t("emptyTheEngineOf")}
            placeholder="https://node2.example.net:2376"
          />
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <NumberInput {...form.field("memory")} label={t("memoryGiB")} min={1} />
            <NumberInput {...form.field("cpu")} label={t("cpuCores")} min={1} />
            <NumberInput {...form.field("diskSpace")} label={t("diskGiB")} min={1} />
          </SimpleGrid>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <TextInput {...form.field("publicAddress")} label={t("publicAddress")} placeholder="203.0.113.7" />
            <NumberInput {...form.field("portStart")} label={t("firstPort")} min={1024} max={65_535} />
            <NumberInput {...form.field("portEnd")} label={t("lastPort")} min={1024} max={65_535} />
          </SimpleGrid>
          <SubmitButton form={form}>{t("addTheNode")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
