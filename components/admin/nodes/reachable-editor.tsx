"use client";

import { Button, Textarea } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";
import type { ReachableDestination } from "@/lib/nodes/contract";
import { formatReachable, parseReachable } from "./reachable-text";

/** Private addresses that containers may reach, one line each: `10.0.0.5 tcp 3306`. */
export function ReachableEditor({
  id,
  name,
  reachable,
}: {
  id: string;
  name: string;
  reachable: ReachableDestination[];
}) {
  const router = useRouter();
  const [text, setText] = useState(formatReachable(reachable));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    const parsed = parseReachable(text);
    setProblem(parsed.problem);
    if (parsed.problem !== null) return;
    setBusy(true);
    try {
      await api("PATCH", `/admin/nodes/${id}`, { body: { reachable: parsed.destinations } });
      toastDone("Saved. It takes effect within a minute.");
      router.refresh();
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }

  return (
    <form onSubmit={save}>
      <Textarea
        label={`Private addresses that containers on ${name} may reach`}
        description="One a line: address or block, tcp, udp or any, and a port. Example: 10.0.0.5 tcp 3306"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={problem}
        autosize
        minRows={1}
        maxRows={8}
      />
      <Button type="submit" size="xs" variant="default" mt="xs" loading={busy}>
        Save
      </Button>
    </form>
  );
}
