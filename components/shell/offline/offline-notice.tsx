"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useRefresh } from "@/components/ui/use-refresh";
import { unreachableEvent } from "@/lib/http/client/send";
import { disableButtons } from "./disable-buttons";
import classes from "./offline-notice.module.css";

const probeMs = 3_000;

/** Whether the panel answers. */
async function answers(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(probeMs) })).ok;
  } catch {
    return false;
  }
}

/**
 * On every page: shows when the browser is offline or the panel does not answer, and disables the buttons. Polls until
 * the panel answers; then enables them and refreshes the page.
 */
export function OfflineNotice() {
  const t = useTranslations("shell.offline");
  const refresh = useRefresh();
  // The time at which the panel was lost; null while it answers.
  const [since, setSince] = useState<string | null>(null);
  const isUnreachable = since !== null;
  useEffect(() => {
    const onUnreachable = () => {
      const now = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
      setSince((known) => known ?? now);
    };
    if (!navigator.onLine) onUnreachable();
    window.addEventListener("offline", onUnreachable);
    window.addEventListener(unreachableEvent, onUnreachable);
    return () => {
      window.removeEventListener("offline", onUnreachable);
      window.removeEventListener(unreachableEvent, onUnreachable);
    };
  }, []);
  useEffect(() => {
    if (!isUnreachable) return;
    const enableButtons = disableButtons(document);
    let isOver = false;
    const probe = async () => {
      if (!navigator.onLine || !(await answers()) || isOver) return;
      setSince(null);
      refresh();
    };
    const timer = setInterval(probe, probeMs);
    const onOnline = () => void probe();
    window.addEventListener("online", onOnline);
    void probe();
    return () => {
      isOver = true;
      clearInterval(timer);
      window.removeEventListener("online", onOnline);
      enableButtons();
    };
  }, [isUnreachable, refresh]);
  if (!isUnreachable) return null;
  return (
    <div role="alert" className={classes.place}>
      <p className={classes.notice}>{t("connectionLostDataFrom", { since })}</p>
    </div>
  );
}
