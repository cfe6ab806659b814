"use client";

import { useRouter } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";

/** A row that opens a page when it is clicked. The link in it does the same for keyboards and screen readers. */
export function OpeningRow({ href, isChosen, children }: { href: string; isChosen: boolean; children: ReactNode }) {
  const router = useRouter();
  return (
    <tr data-chosen={isChosen || undefined} data-opens onClick={(event) => isOnRow(event) && router.push(href)}>
      {children}
    </tr>
  );
}

/** A click that was meant for the row itself: on nothing in it that reacts, and not to select text. */
function isOnRow({ target, currentTarget }: MouseEvent<HTMLElement>): boolean {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return false;
  return !target.closest("a, button, input, label, [role=menu]") && !window.getSelection()?.toString();
}
