"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";

export type FilterChange = Record<string, string | null>;
type Typed = { text: string; q: string; sent: string };

/** Search and filters of a list as parts of the URL. Typed text is added after a short delay. */
export function useListFilters() {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const q = params.get("q") ?? "";
  const [typed, setTyped] = useState<Typed>({ text: q, q, sent: q });
  // A link or a saved view changed the search: the field shows it. What was typed here is already in the field.
  if (typed.q !== q) setTyped({ ...typed, q, ...(q === typed.sent ? {} : { text: q, sent: q }) });
  const changeAll = useCallback(
    (change: FilterChange) => {
      const next = new URLSearchParams(params);
      next.delete("cursor");
      for (const [name, value] of Object.entries(change)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      router.replace(`${path}?${next}`, { scroll: false });
    },
    [params, path, router],
  );
  const change = useCallback((name: string, value: string | null) => changeAll({ [name]: value }), [changeAll]);
  const { text } = typed;
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => {
      setTyped((known) => ({ ...known, sent: text.trim() }));
      change("q", text.trim() || null);
    }, 250);
    return () => clearTimeout(timer);
  }, [text, q, change]);
  const setText = useCallback((next: string) => setTyped((known) => ({ ...known, text: next })), []);
  const after = (cursor: string) => {
    const next = new URLSearchParams(params);
    next.set("cursor", cursor);
    return `${path}?${next}`;
  };
  const show = (query: string) => router.replace(query ? `${path}?${query}` : path, { scroll: false });
  const view = new URLSearchParams(params);
  view.delete("cursor");
  return {
    text,
    setText,
    get: (name: string) => params.get(name),
    change,
    changeAll,
    after,
    show,
    path,
    /** The view without its page, as a query. */
    view: view.toString(),
    isFiltered: [...params.keys()].some((name) => name !== "cursor" && name !== "sort"),
  };
}
