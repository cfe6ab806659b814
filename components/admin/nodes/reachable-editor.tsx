"use client";

import { Textarea } from "@mantine/core";
import { useTranslations } from "next-intl";
import { fieldError } from "@/components/ui/form/check-body";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useFormKey } from "@/components/ui/form/use-form-key";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import type { ReachableDestination } from "@/lib/nodes/contract";
import { formatReachable, parseReachable } from "./reachable-text";

type Props = { id: string; name: string; reachable: ReachableDestination[] };

/** Private addresses that containers may reach, one line each: `10.0.0.5 tcp 3306`. */
export function ReachableEditor(props: Props) {
  const { key, onSaved } = useFormKey(formatReachable(props.reachable));
  return <ReachableForm key={key} {...props} onSaved={onSaved} />;
}

function ReachableForm({ id, name, reachable, onSaved }: Props & { onSaved: (text: string) => void }) {
  const t = useTranslations("admin.nodes");
  const tUiForm = useTranslations("ui.form");
  const refresh = useRefresh();
  const form = useApiForm({
    initial: { reachable: formatReachable(reachable) },
    nameOf: () => "reachable",
    send: ({ reachable: text }) => {
      const parsed = parseReachable(t, text);
      if (parsed.problem !== null) throw fieldError(tUiForm, "reachable", parsed.problem);
      return api("PATCH", "/admin/nodes/[id]", { params: { id }, body: { reachable: parsed.destinations } });
    },
    onSent: (_answer, { reachable: text }) => {
      toastDone(t("savedItTakesEffect"));
      onSaved(text);
      refresh();
    },
    afterwards: "keep",
  });

  return (
    <Form form={form}>
      <FormProblem form={form} />
      <Textarea
        {...form.field("reachable")}
        label={t("privateAddressesThatContainers", { name })}
        description={t("oneALineAddress")}
        autosize
        minRows={1}
        maxRows={8}
      />
      <SubmitButton form={form} size="xs" variant="default" mt="xs">
        {t("save")}
      </SubmitButton>
    </Form>
  );
}
