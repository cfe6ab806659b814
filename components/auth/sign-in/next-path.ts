/**
 * The page to open after sign-in, from the URL: a page of this panel, else the dashboard. Refused is everything that
 * could redirect elsewhere: another origin, a scheme, `//host`, a backslash that browsers read as a slash, an API call.
 * Pure.
 */
export function nextPath(text: unknown): string {
  if (typeof text !== "string" || text.length > 500 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text)) return "/";
  const base = "http://panel.invalid";
  if (!URL.canParse(text, base)) return "/";
  const { origin, pathname, search, hash } = new URL(text, base);
  if (origin !== base || /^\/(\/|api\/|sign-in|sign-up|setup)/.test(pathname)) return "/";
  return `${pathname}${search}${hash}`;
}

/** The URL of the sign-in page that redirects back to the current page. Pure. */
export function signInPath(current: string, reason?: string): string {
  const query = new URLSearchParams();
  if (reason) query.set("ended", reason);
  const next = nextPath(current);
  if (next !== "/") query.set("next", next);
  return query.size > 0 ? `/sign-in?${query}` : "/sign-in";
}
