"use client";

import { Alert, Button, NumberInput, Select, SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import lists from "@/components/account/lists.module.css";
import type { TemplateChoice } from "@/components/executors/create-executor";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAction } from "@/components/ui/use-action";
import type { EnrolmentView } from "@/lib/executors/enrolment/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/api";
import { InstallCommands } from "./install-commands";

type Texts = ReturnType<typeof useTranslations<"executors.enrolment">>;

type Props = { initial: EnrolmentView[]; templates: TemplateChoice[]; program: ProgramInfo | null };

/** Tokens with which machines register themselves as executors: shown once, ended at any time. */
export function EnrolmentLinks({ initial, templates, program }: Props) {
  const t = useTranslations("executors.enrolment");
  const [creating, setCreating] = useState(false);
  const { data, refetch } = useQuery({
    queryKey: ["enrolments"],
    queryFn: ({ signal }) => api("GET", "/executors/enrolments", { signal }),
    initialData: { items: initial },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const end = useAction((id: string) => api("DELETE", "/executors/enrolments/[id]", { params: { id } }), {
    done: t("theLinkIsEnded"),
  });
  const { items } = data;
  return (
    <Card
      title={t("enrolmentLinks")}
      aside={
        <Button size="xs" variant="default" onClick={() => setCreating(true)}>
          {t("newLink")}
        </Button>
      }
      flush
    >
      {items.length === 0 ? (
        <EmptyState title={t("noLinksYet")}>{t("aMachineThatIs")}</EmptyState>
      ) : (
        <ul className={lists.list}>
          {items.map((item) => (
            <LinkItem
              key={item.id}
              item={item}
              templates={templates}
              onEnd={() => end.mutate(item.id, { onSettled: () => refetch() })}
            />
          ))}
        </ul>
      )}
      {creating ? (
        <NewLink
          templates={templates}
          program={program}
          onClose={() => {
            setCreating(false);
            void refetch();
          }}
        />
      ) : null}
    </Card>
  );
}

function LinkItem({ item, templates, onEnd }: { item: EnrolmentView; templates: TemplateChoice[]; onEnd: () => void }) {
  const t = useTranslations("executors.enrolment");
  const isOver = item.uses >= item.maxUses || Date.parse(item.expiresAt) < Date.now();
  const template = templates.find(({ id }) => id === item.templateId);
  return (
    <li className={lists.item}>
      <div className={lists.main}>
        <span className={lists.name}>{item.name}</span>
        <span className={lists.hint}>
          {t.rich("usedOfTimesOver", {
            uses: item.uses,
            maxUses: item.maxUses,
            isOver: String(isOver),
            time: () => <RelativeTime at={item.expiresAt} />,
            template: String(Boolean(template)),
            name: template?.name ?? "",
            case: String(item.addresses.length > 0),
            addresses: item.addresses.join(", "),
          })}
        </span>
      </div>
      <Button size="xs" variant="default" onClick={onEnd} aria-label={`${isOver ? t("remove") : "End"} ${item.name}`}>
        {isOver ? t("remove") : t("end")}
      </Button>
    </li>
  );
}

const lifetimes = (t: Texts) => [
  { value: "60", label: t("oneHour") },
  { value: "1440", label: t("oneDay") },
  { value: "10080", label: t("oneWeek") },
  { value: "43200", label: t("n30Days") },
];

type Draft = { name: string; templateId: string | null; uses: number; lifetime: string; addresses: string[] };
const emptyDraft: Draft = { name: "", templateId: null, uses: 1, lifetime: "60", addresses: [] };

function toBody({ name, templateId, uses, lifetime, addresses }: Draft) {
  return { name, uses, expiresInMinutes: Number(lifetime), addresses, ...(templateId ? { templateId } : {}) };
}

function useLinkForm() {
  return useApiForm({
    initial: emptyDraft,
    toBody,
    nameOf: (path) => (path === "expiresInMinutes" ? "lifetime" : path),
    schema: () => import("@/lib/executors/enrolment/contract").then((contract) => contract.enrolmentBody),
    send: (values) => api("POST", "/executors/enrolments", { body: toBody(values) }),
    afterwards: "keep",
  });
}

function NewLink({
  templates,
  program,
  onClose,
}: {
  templates: TemplateChoice[];
  program: ProgramInfo | null;
  onClose: () => void;
}) {
  const t = useTranslations("executors.enrolment");
  const form = useLinkForm();
  const token = form.answer?.token;
  if (token) {
    return (
      <OnceDialog title={t("newEnrolmentLink")} size="lg" onClose={onClose}>
        <Alert color="teal">{t("copyItNowIt")}</Alert>
        <CopyField label={t("token")} value={token} />
        <InstallCommands program={program} token={token} />
      </OnceDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t("newEnrolmentLink")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label={t("name")} description={t("theNameOfExecutors")} {...form.field("name")} data-autofocus />
          <SimpleGrid cols={2}>
            <NumberInput
              label={t("machines")}
              {...form.field("uses")}
              min={1}
              max={1000}
              allowDecimal={false}
              onChange={(uses) => form.set("uses", Number(uses))}
            />
            <Select label={t("validFor")} data={lifetimes(t)} {...form.field("lifetime")} allowDeselect={false} />
          </SimpleGrid>
          <TemplateSelect templates={templates} {...form.field("templateId")} />
          <TagsInput
            label={t("onlyFromTheseAddresses")}
            description={t("addressesOrNetworksSuch")}
            {...form.field("addresses")}
          />
          <SubmitButton form={form} disabled={!form.values.name.trim()}>
            {t("createLink")}
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}

function TemplateSelect({ templates, ...rest }: { templates: TemplateChoice[]; name: string }) {
  const t = useTranslations("executors.enrolment");
  if (templates.length === 0) return null;
  return (
    <Select
      label={t("template")}
      data={templates.map(({ id, name }) => ({ value: id, label: name }))}
      {...rest}
      placeholder={t("none")}
      clearable
      clearButtonProps={{ "aria-label": t("noTemplate") }}
    />
  );
}
