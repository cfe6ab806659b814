import { digestNoticeKind, type Notice } from "./contract";
import { shorten } from "./notice-text";

const severities = ["info", "warning", "error"] as const;
const longestBody = 4_000;

/** One line of a digest. */
const lineOf = ({ at, title }: Notice) => `${at.slice(0, 16).replace("T", " ")} UTC  ${title}`;

/** One notice with a line for each of several, oldest first, and the highest severity among them. */
export function mergeNotices(parts: readonly Notice[], now: Date): Notice {
  const lines = parts
    .flatMap((part) => (part.kind === digestNoticeKind ? part.body.split("\n") : [lineOf(part)]))
    .sort();
  const highest = Math.max(...parts.map(({ severity }) => severities.indexOf(severity)));
  return {
    kind: digestNoticeKind,
    severity: severities[highest] ?? "info",
    title: `${lines.length} notifications that waited`,
    body: shorten(lines.join("\n"), longestBody),
    href: "/notifications",
    at: now.toISOString(),
  };
}
