"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { unreachableEvent } from "@/lib/http/client";
import classes from "./offline-notice.module.css";
import { letRest } from "./rest-buttons";

const probeMs = 3_000;

/** Whether the panel answers at all. */
async function answers(): Promise<boolean> {
  try {
    return (await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(probeMs) })).ok;
  } catch {
    return false;
  }
}

/**
 * On every page: says when the browser is offline or the panel does not answer, and lets the buttons rest meanwhile. Asks
 * until it answers; then everything works again, with what changed meanwhile.
 */
export function OfflineNotice() {
  const router = useRouter();
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const onAway = () => setAway(true);
    if (!navigator.onLine) onAway();
    window.addEventListener("offline", onAway);
    window.addEventListener(unreachableEvent, onAway);
    return () => {
      window.removeEventListener("offline", onAway);
      window.removeEventListener(unreachableEvent, onAway);
    };
  }, []);
  useEffect(() => {
    if (!isAway) return;
    const wake = letRest(document);
    let isOver = false;
    const probe = async () => {
      if (!navigator.onLine || !(await answers()) || isOver) return;
      setAway(false);
      router.refresh();
    };
    const timer = setInterval(probe, probeMs);
    const onOnline = () => void probe();
    window.addEventListener("online", onOnline);
    void probe();
    return () => {
      isOver = true;
      clearInterval(timer);
      window.removeEventListener("online", onOnline);
      wake();
    };
  }, [isAway, router]);
  if (!isAway) return null;
  return (
    <div role="alert" className={classes.place}>
      <p className={classes.notice}>
        You are offline, or the panel cannot be reached. Buttons are disabled until it answers. What you typed is kept.
      </p>
    </div>
  );
}
