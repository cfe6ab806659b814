/** The path and query of the page that is asked for, for the sign-in that leads back; the proxy writes over what came in. */
export const pathHeader = "x-lightnode-path";

/** The sign-in page for somebody who asked for this page. What leads nowhere is checked when it is used. Pure. */
export function signInFor(path: string | null): string {
  const wanted = (path ?? "/").replace(/([?&])_rsc=[^&]*&?/, "$1").replace(/[?&]$/, "");
  return wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`;
}
