/** `1, 10 %, 100` as numbers; what is no number stays for the panel to refuse. Pure. */
export function readStages(text: string): number[] {
  return text
    .split(/[\s,;%]+/)
    .filter((part) => part !== "")
    .map(Number);
}
