/**
 * Disables the buttons that send requests to the panel: by `aria-disabled`, by style, and by ignoring clicks; no form is
 * sent. Controls that work without the panel (tabs, menus, closing a dialog, links) keep working. Returns a function
 * that enables the buttons again.
 */
const requestButtons = "button.mantine-Button-root:not([data-local])";

export function disableButtons(page: Document): () => void {
  const disabled = new Set<Element>();
  const disable = (button: Element) => {
    if (disabled.has(button) || button.getAttribute("aria-disabled") === "true") return;
    disabled.add(button);
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("data-offline", "");
  };
  const disableAll = () => {
    for (const button of page.querySelectorAll(requestButtons)) disable(button);
  };
  const stop = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onClick = (event: Event) => {
    if (event.target instanceof Element && event.target.closest("[data-offline]")) stop(event);
  };
  disableAll();
  const observer = new MutationObserver(disableAll);
  observer.observe(page.body, { childList: true, subtree: true });
  page.addEventListener("click", onClick, true);
  page.addEventListener("submit", stop, true);
  return () => {
    observer.disconnect();
    page.removeEventListener("click", onClick, true);
    page.removeEventListener("submit", stop, true);
    for (const button of disabled) {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("data-offline");
    }
  };
}
