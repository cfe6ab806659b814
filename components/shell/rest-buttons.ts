/**
 * Lets the buttons that ask something of the panel rest: they say so to assistive technology, look so, and do nothing, and
 * no form is sent. What works without the panel (tabs, menus, closing a dialog, links) goes on working. Returns what ends it.
 */
const asking = "button.mantine-Button-root:not([data-local])";

export function letRest(page: Document): () => void {
  const resting = new Set<Element>();
  const rest = (button: Element) => {
    if (resting.has(button) || button.getAttribute("aria-disabled") === "true") return;
    resting.add(button);
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("data-resting", "");
  };
  const restAll = () => {
    for (const button of page.querySelectorAll(asking)) rest(button);
  };
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onClick = (event: Event) => {
    if (event.target instanceof Element && event.target.closest("[data-resting]")) stop(event);
  };
  restAll();
  const observer = new MutationObserver(restAll);
  observer.observe(page.body, { childList: true, subtree: true });
  page.addEventListener("click", onClick, true);
  page.addEventListener("submit", stop, true);
  return () => {
    observer.disconnect();
    page.removeEventListener("click", onClick, true);
    page.removeEventListener("submit", stop, true);
    for (const button of resting) {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("data-resting");
    }
  };
}
