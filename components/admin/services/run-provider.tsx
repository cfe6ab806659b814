"use client";

import { Checkbox, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ProviderKindView, ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";
import { initialOf, keyOf, nameOf, ProviderFieldInput, valuesOf } from "./provider-fields";

export type NodeChoice = { id: string; name: string };
type Props = { kinds: ProviderKindView[]; nodes: NodeChoice[]; onClose: () => void };
type Draft = {
  kind: string;
  name: string;
  nodeId: string | null;
  memory: number | string;
  diskSpace: number | string;
  standardPorts: boolean;
} & Record<string, string | number | boolean | null>;

function toBody(draft: Draft, chosen: ProviderKindView | undefined) {
  const { kind, name, nodeId, memory, diskSpace, standardPorts, ...typed } = draft;
  const sizes = { memory: Number(memory), diskSpace: Number(diskSpace) };
  const fields = chosen?.settings ?? [];
  const settings = fields.length > 0 ? { settings: valuesOf("settings", fields, typed) } : {};
  const ports = chosen?.standardPorts.length ? { standardPorts } : {};
  return { kind, name, ...sizes, ...settings, ...ports, mode: "managed" as const, ...(nodeId ? { nodeId } : {}) };
}

/** Runs a service in a container on one of the machines. */
export default function RunProvider({ kinds, nodes, onClose }: Props) {
  const t = useTranslations("admin.services");
  const refresh = useRefresh();
  const kindOf = (name: string) => kinds.find(({ kind }) => kind === name);
  const all = kinds.flatMap(({ settings }) => settings);
  const start = { kind: kinds[0]?.kind ?? "", name: "", nodeId: null, memory: 1, diskSpace: 10, standardPorts: true };
  const form = useApiForm<Draft, ProviderView>({
    initial: { ...initialOf("settings", all), ...start },
    nameOf,
    toBody: (values) => toBody(values, kindOf(values.kind)),
    schema: () => import("@/lib/hosted-services/providers/contract").then((contract) => contract.createProviderBody),
    send: (values) => api("POST", "/admin/providers", { body: toBody(values, kindOf(values.kind)) }),
    onSent: ({ name }) => {
      toastDone(t("isBeingSetUp", { name }));
      refresh();
      onClose();
    },
    afterwards: "keep",
  });
  const chosen = kindOf(form.values.kind);
  return (
    <Dialog onClose={onClose} title={t("runAServiceHere")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <Select
            {...form.field("kind")}
            label={t("kind")}
            data={kinds.map(({ kind: value, label }) => ({ value, label }))}
            allowDeselect={false}
          />
          <TextInput {...form.field("name")} label={t("name")} placeholder={t("databasesInLeipzig")} data-autofocus />
          {chosen?.settings.map((field) => (
            <ProviderFieldInput key={field.name} field={field} bound={form.field(keyOf("settings", field))} />
          ))}
          <Select
            {...form.field("nodeId")}
            label={t("machine")}
            data={nodes.map(({ id: value, name: label }) => ({ value, label }))}
            placeholder={t("theOneWithThe")}
            clearable
            clearButtonProps={{ "aria-label": t("noMachine") }}
          />
          {chosen && chosen.standardPorts.length > 0 ? (
            <Checkbox
              {...form.check("standardPorts")}
              label={t("useTheStandardPortsOf", { ports: chosen.standardPorts.join(", ") })}
              description={t("whereProgramsLookFor")}
            />
          ) : null}
          <NumberInput {...form.field("memory")} label={t("memoryInGiB")} min={0.25} step={0.25} />
          <NumberInput {...form.field("diskSpace")} label={t("diskSpaceInGiB")} min={1} />
          <SubmitButton form={form}>{t("runIt")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
