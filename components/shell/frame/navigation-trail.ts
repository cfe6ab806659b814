/** Whether the page of `href` or one below it is open. The two overview pages have no pages below them. Pure. */
export function isOpenPage(href: string, path: string): boolean {
  if (href === "/" || href === "/admin") return path === href;
  return path === href || path.startsWith(`${href}/`);
}

export type TrailItem = { group: string; label: string; href: string };

/** The entry of the navigation that leads to the page: the one with the longest address. Pure. */
export function entryOf(items: readonly TrailItem[], path: string): TrailItem | null {
  const matching = items.filter(({ href }) => isOpenPage(href, path));
  return matching.reduce<TrailItem | null>(
    (best, item) => (best === null || item.href.length > best.href.length ? item : best),
    null,
  );
}
