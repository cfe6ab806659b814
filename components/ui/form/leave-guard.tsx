"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { watchHistory } from "./history-guard";
import { hasUnsavedChanges, leaveBy, leaveEvent, leaveNow } from "./unsaved-changes";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/dialog/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** The link that a click follows to another page of the panel in this tab; null for all other clicks. */
function linkOf({ target, button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): HTMLAnchorElement | null {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return null;
  const link = target.closest("a");
  if (!link?.href || link.hasAttribute("download") || (link.target !== "" && link.target !== "_self")) return null;
  const { origin, pathname } = new URL(link.href);
  // Another site: the browser asks. The same page: its forms stay, as for another order of a list.
  return origin === window.location.origin && pathname !== window.location.pathname ? link : null;
}

/**
 * Asks before a page with unsaved values is left: by the browser for a tab, by a dialog for links of the panel and for the
 * way back through the history.
 */
export function LeaveGuard() {
  const t = useTranslations("ui.form");
  const [asked, setAsked] = useState<{ go: () => void } | null>(null);
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (hasUnsavedChanges()) event.preventDefault();
    };
    const onClick = (event: MouseEvent) => {
      const link = hasUnsavedChanges() ? linkOf(event) : null;
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      leaveBy(() => link.click());
    };
    const onLeave = (event: CustomEvent<{ go: () => void }>) => setAsked(event.detail);
    window.addEventListener("beforeunload", onUnload);
    // Before React and the router, which would follow the link.
    window.addEventListener("click", onClick, { capture: true });
    window.addEventListener(leaveEvent, onLeave);
    const endWatch = watchHistory();
    return () => {
      endWatch();
      window.removeEventListener("beforeunload", onUnload);
      window.removeEventListener("click", onClick, { capture: true });
      window.removeEventListener(leaveEvent, onLeave);
    };
  }, []);
  if (!asked) return null;
  return (
    <ConfirmDialog
      title={t("leaveThisPage")}
      label={t("leave")}
      onConfirm={async () => leaveNow(asked.go)}
      onClose={() => setAsked(null)}
    >
      <p style={{ margin: 0 }}>{t("yourChangesOnThis")}</p>
    </ConfirmDialog>
  );
}
