import { hasUnsavedChanges, leaveBy } from "./unsaved-changes";

/**
 * Asks before the back key leaves a page with unsaved values. A browser says that it went back only after it did: the page
 * is then put on top of the history again, and `back` leaves it once the person agrees. Returns a function that ends it.
 */
export function watchHistory(): () => void {
  // The entry of the page, as it was when something was last typed or clicked in it.
  let entry = { href: window.location.href, state: window.history.state as unknown };
  const remember = () => {
    entry = { href: window.location.href, state: window.history.state };
  };
  const onPop = (event: PopStateEvent) => {
    const isSamePage = new URL(entry.href).pathname === window.location.pathname;
    if (isSamePage || !hasUnsavedChanges()) return;
    // The router must not learn of it: it would load the other page.
    event.stopImmediatePropagation();
    window.history.pushState(entry.state, "", entry.href);
    leaveBy(() => window.history.back());
  };
  const used = ["input", "click", "focusin"] as const;
  for (const name of used) window.addEventListener(name, remember, { capture: true });
  // Before the router, which listens on the same object.
  window.addEventListener("popstate", onPop, { capture: true });
  return () => {
    for (const name of used) window.removeEventListener(name, remember, { capture: true });
    window.removeEventListener("popstate", onPop, { capture: true });
  };
}
