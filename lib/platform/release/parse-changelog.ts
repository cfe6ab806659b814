import type { ReleaseNotes } from "./contract";

const heading = /^## \[?v?([^\]\s]+)\]?(?: - (\d{4}-\d{2}-\d{2}))?\s*$/;

/** Reads a changelog in the form of keepachangelog.com 1.1: versions, sections and their lists. Pure. */
export function parseChangelog(text: string): ReleaseNotes[] {
  const notes: ReleaseNotes[] = [];
  for (const line of text.split("\n")) {
    const version = heading.exec(line);
    if (version?.[1]) notes.push({ version: version[1], date: version[2] ?? null, sections: [] });
    else addLine(notes.at(-1), line);
  }
  return notes.filter(({ sections }) => sections.some(({ items }) => items.length > 0));
}

function addLine(release: ReleaseNotes | undefined, line: string): void {
  if (!release) return;
  const title = /^### (.+)$/.exec(line)?.[1];
  if (title) {
    release.sections.push({ title: title.trim(), items: [] });
    return;
  }
  const item = /^[-*] (.+)$/.exec(line)?.[1];
  // A short list needs no section.
  if (item && release.sections.length === 0) release.sections.push({ title: "Changes", items: [] });
  const section = release.sections.at(-1);
  if (item) section?.items.push(item.trim());
  // An item that continues on the next line is indented.
  else if (section && /^\s+\S/.test(line) && section.items.length > 0) {
    section.items.push(`${section.items.pop()} ${line.trim()}`);
  }
}
