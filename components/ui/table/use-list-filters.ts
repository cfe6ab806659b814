"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";

/** Search and filters of a list as parts of the URL. Typed text is added after a short delay. */
export function useListFilters() {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [text, setText] = useState(params.get("q") ?? "");
  const change = useCallback(
    (name: string, value: string | null) => {
      const next = new URLSearchParams(params);
      next.delete("cursor");
      if (value) next.set(name, value);
      else next.delete(name);
      router.replace(`${path}?${next}`, { scroll: false });
    },
    [params, path, router],
  );
  useEffect(() => {
    if (text.trim() === (params.get("q") ?? "")) return;
    const timer = setTimeout(() => change("q", text.trim() || null), 250);
    return () => clearTimeout(timer);
  }, [text, params, change]);
  const after = (cursor: string) => {
    const next = new URLSearchParams(params);
    next.set("cursor", cursor);
    return `${path}?${next}`;
  };
  const isFiltered = [...params.keys()].some((name) => name !== "cursor");
  return { text, setText, get: (name: string) => params.get(name), change, after, isFiltered };
}
