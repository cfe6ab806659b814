import type { ComponentType } from "react";

/** One line of the palette: it opens a page, or it does something. */
export type PaletteEntry = {
  id: string;
  label: string;
  hint: string;
  /** Further words by which it is found. */
  words?: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
} & ({ href: string } | { act: () => unknown });

export type EntryGroup = { name: string; entries: PaletteEntry[] };

/** Entries that contain every word of the text. Pure. */
export function matching(entries: PaletteEntry[], text: string): PaletteEntry[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ label, words = "" }) => {
    const haystack = `${label} ${words}`.toLowerCase();
    return wanted.every((word) => haystack.includes(word));
  });
}
