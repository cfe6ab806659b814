"use client";

import { Button } from "@mantine/core";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

/** Runs one job now. */
export function RunJobButton({ name, hasFailed }: { name: string; hasFailed: boolean }) {
  const label = hasFailed ? "Retry" : "Run now";
  const run = useAction(() => api("POST", "/admin/jobs/[name]", { params: { name } }), {
    done: ({ requested }) =>
      requested ? "A worker runs it within 10 seconds." : "It is waiting for a worker already.",
    refresh: true,
  });
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => run.mutate()}
      loading={run.isPending}
      aria-label={`${label}: ${name}`}
    >
      {label}
    </Button>
  );
}
