/**
 * The path and query of the page that is asked for, for the return after the sign-in; the proxy overwrites a header of
 * the client.
 */
export const pathHeader = "x-lightnode-path";

/** The sign-in page that returns to this page. The path is checked when it is used. Pure. */
export function signInFor(path: string | null): string {
  const wanted = (path ?? "/").replace(/([?&])_rsc=[^&]*&?/, "$1").replace(/[?&]$/, "");
  return wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`;
}
