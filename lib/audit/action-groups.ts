import { sentences } from "./generated/sentences";

const words: Record<string, string> = { hosted_quota: "Quotas of services", request: "Requests", access: "Access" };

/** Groups of actions for a filter: `server.` and "Server". */
export const actionGroups: { value: string; label: string }[] = [
  ...new Set(Object.keys(sentences).map((action) => action.split(".")[0] ?? "")),
]
  .map((group) => ({ value: `${group}.`, label: words[group] ?? sentenceCase(group.replaceAll(/[_-]/g, " ")) }))
  .sort((a, b) => a.label.localeCompare(b.label));

function sentenceCase(text: string): string {
  const known = text.replace(/\bdns\b/, "DNS");
  return known.charAt(0).toUpperCase() + known.slice(1);
}
