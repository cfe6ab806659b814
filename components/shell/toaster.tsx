"use client";

import { Notifications, notifications } from "@mantine/notifications";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { type Toast, toastEvent } from "@/components/ui/toast";

const colors = { done: "teal", failed: "red", notice: "yellow" };

function show({ message, tone }: Toast, close: string): void {
  notifications.show({
    message,
    color: colors[tone],
    closeButtonProps: { "aria-label": close },
    autoClose: tone === "done" ? 4000 : 8000,
  });
}

/** Renders toasts: the one that caused loading, and later ones. */
export default function Toaster({ first }: { first: Toast }) {
  const close = useTranslations("shell")("close");
  useEffect(() => {
    show(first, close);
    const onToast = (event: CustomEvent<Toast>) => show(event.detail, close);
    window.addEventListener(toastEvent, onToast);
    return () => window.removeEventListener(toastEvent, onToast);
  }, [first, close]);
  return <Notifications position="bottom-right" limit={4} />;
}
