/**
 * An array of numbers as `array_to_string(…, ',', '')` writes it; nothing between two commas is null. Several times faster
 * than the client's parser of arrays, which reads character by character.
 */
export function parseReals(text: string | null): (number | null)[] {
  if (text === null || text === "") return [];
  return text.split(",").map((part) => (part === "" ? null : Number(part)));
}
