"use client";

import { Notifications, notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { type Toast, toastEvent } from "@/components/ui/toast";

const colors = { done: "teal", failed: "red", notice: "yellow" };

function show({ message, tone }: Toast): void {
  notifications.show({
    message,
    color: colors[tone],
    closeButtonProps: { "aria-label": "Close" },
    autoClose: tone === "done" ? 4000 : 8000,
  });
}

/** Renders toasts: the one that caused loading, and later ones. */
export default function Toaster({ first }: { first: Toast }) {
  useEffect(() => {
    show(first);
    const onToast = (event: CustomEvent<Toast>) => show(event.detail);
    window.addEventListener(toastEvent, onToast);
    return () => window.removeEventListener(toastEvent, onToast);
  }, [first]);
  return <Notifications position="bottom-right" limit={4} />;
}
