"use client";

import { Select } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";

const states = [
  { value: "active", label: "Active" },
  { value: "draining", label: "Draining" },
  { value: "maintenance", label: "Maintenance" },
];

/** Excludes a machine from placement, or includes it again. Its servers are not changed. */
export function NodeStateSelect({ id, name, state }: { id: string; name: string; state: string }) {
  const router = useRouter();
  const [value, setValue] = useState(state);
  async function change(next: string | null) {
    if (!next || next === value) return;
    try {
      await api("PATCH", `/admin/nodes/${id}`, { body: { state: next } });
      setValue(next);
      toastDone(`${name} is ${next} now.`);
      router.refresh();
    } catch (error) {
      toastFailure(error);
    }
  }
  return (
    <Select
      size="xs"
      w={140}
      data={states}
      value={value}
      onChange={change}
      allowDeselect={false}
      aria-label={`State of ${name}`}
    />
  );
}
