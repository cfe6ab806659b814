"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { toastNotice } from "../toast";

/**
 * Copies in every browser: the clipboard API exists on https and localhost only, and a panel on a local network is
 * opened over plain http. If both ways fail, the person is asked to copy by hand; success is never reported wrongly.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not there, or not allowed.
    return copySelected(text);
  }
}

/** The older way: select the text in a field of its own, and have the browser copy the selection. */
function copySelected(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.setAttribute("aria-hidden", "true");
  Object.assign(field.style, { position: "fixed", top: "0", left: "-9999px" });
  // Inside the open dialog, which traps the focus.
  (before?.closest('[role="dialog"]') ?? document.body).append(field);
  field.select();
  let isCopied = false;
  try {
    isCopied = document.execCommand("copy");
  } catch {
    // Said below.
  }
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return isCopied;
}

const shownMs = 2_000;

/** `copied` for a moment after a copy that worked. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<void> } {
  const t = useTranslations("ui.copy");
  const [copied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  async function copy(text: string) {
    clearTimeout(timer.current);
    const isCopied = await copyText(text);
    setCopied(isCopied);
    if (isCopied) timer.current = setTimeout(() => setCopied(false), shownMs);
    else toastNotice(t("thisBrowserDoesNot"));
  }
  return { copied, copy };
}
