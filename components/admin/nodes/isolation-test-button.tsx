"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";

const lookEveryMs = 2_000;

/** Requests a new test and polls until its result is there. */
export function IsolationTestButton({ id, asked }: { id: string; asked: boolean }) {
  const router = useRouter();
  const [waiting, setWaiting] = useState(asked);
  useEffect(() => setWaiting(asked), [asked]);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => router.refresh(), lookEveryMs);
    return () => clearInterval(timer);
  }, [waiting, router]);

  async function ask() {
    try {
      await api("POST", `/admin/nodes/${id}/isolation-test`);
      setWaiting(true);
      router.refresh();
    } catch (error) {
      toastFailure(error);
    }
  }
  return (
    <Button size="xs" variant="default" loading={waiting} onClick={ask}>
      Try it now
    </Button>
  );
}
