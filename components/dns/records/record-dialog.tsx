"use client";

import { Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type { EditProblem, TypedEdits } from "@/lib/hosted-services/dns/diff/plan-edits";
import { type RecordType, type Rrset, recordTypes, ttlPresets } from "@/lib/hosted-services/dns/records/contract";
import { displayRrset } from "@/lib/hosted-services/dns/records/display-rrset";
import { isTypedOwner } from "@/lib/hosted-services/dns/records/names";
import { recordKinds } from "@/lib/hosted-services/dns/records/registry";
import { problemOf } from "./problem-of";

type Draft = { name: string; type: RecordType; ttl: string; values: string };
type Props = {
  zone: string;
  /** What is edited; null for new records. */
  rrset: Rrset | null;
  edit: (edits: TypedEdits, isNew: boolean) => EditProblem[];
  onClose: () => void;
};

function initialOf(rrset: Rrset | null, zone: string): Draft {
  if (!rrset) return { name: "", type: "A", ttl: "3600", values: "" };
  const { name, type, ttl, values } = displayRrset(rrset, zone);
  return { name, type, ttl: String(ttl), values: values.join("\n") };
}

/** The lines that have text, with their numbers. */
const linesOf = (text: string) =>
  text.split("\n").flatMap((value, index) => (value.trim() === "" ? [] : { value, line: index + 1 }));

function editsOf({ name, type, ttl, values }: Draft, replaced: Rrset | null): TypedEdits {
  const put = [{ name, type, ttl: Number(ttl), values: linesOf(values).map(({ value }) => value) }];
  // The old ones are removed first: under another name or type they would stay beside the new ones.
  return { put, remove: replaced ? [{ name: replaced.name, type: replaced.type }] : [] };
}

/** Edits the records of one name and type. They are checked here and saved with the other edits. */
export default function RecordDialog({ zone, rrset, edit, onClose }: Props) {
  const t = useTranslations("dns.records");
  const form = useApiForm<Draft>({
    initial: initialOf(rrset, zone),
    send: async (values) => {
      const { put, remove } = editsOf(values, rrset);
      const isSameKey = rrset !== null && rrset.type === values.type && isTypedOwner(values.name, rrset.name, zone);
      const problems = edit({ put, remove: isSameKey ? [] : remove }, !isSameKey);
      const lines = linesOf(values.values).map(({ line }) => line);
      if (problems.length > 0) throw problemOf(t, problems, lines);
    },
    onSent: onClose,
    afterwards: "keep",
  });
  const { type, ttl } = form.values;
  const kind = recordKinds[type];
  const presets = ttlPresets.map(({ seconds, label }) => ({ value: String(seconds), label }));
  const isPreset = presets.some(({ value }) => value === ttl);
  return (
    <Dialog onClose={onClose} title={rrset ? t("editRecords") : t("addRecords")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput
            {...form.field("name")}
            label={t("name")}
            description={t("isTheDomainItself")}
            placeholder={t("www")}
            autoComplete="off"
            data-autofocus
          />
          <Select {...form.field("type")} label={t("type")} data={[...recordTypes]} allowDeselect={false} searchable />
          <Text size="sm">{kind.label}</Text>
          <Textarea
            {...form.field("values")}
            label={kind.single ? t("value") : t("values")}
            description={t("oneInEachLine", { single: String(Boolean(kind.single)), example: kind.example })}
            autosize
            minRows={kind.single ? 1 : 2}
            maxRows={12}
            spellCheck={false}
          />
          <Select
            {...form.field("ttl")}
            label="TTL"
            description={t("howLongOthersRemember")}
            data={isPreset ? presets : [...presets, { value: ttl, label: t("seconds", { ttl }) }]}
            allowDeselect={false}
          />
          <SubmitButton form={form}>{rrset ? t("change") : t("add")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
