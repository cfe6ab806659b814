"use client";

import { Select } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.nodes">>;

const states = (t: Texts) =>
  [
    { value: "active", label: t("active") },
    { value: "draining", label: t("draining") },
    { value: "maintenance", label: t("maintenance") },
  ] as const;
type State = ReturnType<typeof states>[number]["value"];

/** Excludes a machine from placement, or includes it again. Its servers are not changed. */
export function NodeStateSelect({ id, name, state }: { id: string; name: string; state: State }) {
  const t = useTranslations("admin.nodes");
  const tStates = useStateTexts();
  const [{ known, value }, setShown] = useState({ known: state, value: state });
  // Another administrator changed it.
  if (known !== state) setShown({ known: state, value: state });
  const change = useAction(
    (next: State) => api("PATCH", "/admin/nodes/[id]", { params: { id }, body: { state: next } }),
    {
      done: (_answer, next) => t("isNow", { name, state: stateWord(tStates, next) }),
      onDone: (_answer, next) => setShown({ known: state, value: next }),
      refresh: true,
    },
  );
  return (
    <Select
      size="xs"
      w={140}
      data={states(t)}
      value={value}
      onChange={(next) => next && next !== value && change.mutate(next)}
      allowDeselect={false}
      aria-label={t("stateOf", { name })}
    />
  );
}
