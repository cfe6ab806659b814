"use client";

import { Button } from "@mantine/core";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

/** Queues a test message to the person's own address. */
export function SendTestMail() {
  const test = useAction(() => api("POST", "/admin/mail"), {
    done: "A test message is queued to your own address.",
    refresh: true,
  });
  return (
    <Button variant="default" onClick={() => test.mutate()} loading={test.isPending}>
      Send me a test
    </Button>
  );
}

/** Queues a held or failed message again. */
export function ResendMail({ id }: { id: string }) {
  const resend = useAction(() => api("POST", "/admin/mail/[id]/resend", { params: { id } }), {
    done: "The mail is queued again.",
    refresh: true,
  });
  return (
    <Button variant="default" onClick={() => resend.mutate()} loading={resend.isPending}>
      Send again
    </Button>
  );
}
