/**
 * The examples of a document: blocks of `sh api`, each with the block of `json` that follows it, if there is one.
 * @param {string} text
 * @returns {{ line: number, script: string, answer: unknown }[]} `answer`: null without one
 */
export function examplesOf(text) {
  const examples = [];
  let block = null;
  let lines = [];
  text.split("\n").forEach((line, index) => {
    if (!line.startsWith("```")) {
      if (block !== null) lines.push(line);
      return;
    }
    if (block === null) {
      block = line.slice(3).trim();
      lines = [];
      return;
    }
    const last = examples.at(-1);
    if (block === "sh api") examples.push({ line: index - lines.length + 1, script: lines.join("\n"), answer: null });
    else if (block === "json" && last?.answer === null) last.answer = JSON.parse(lines.join("\n"));
    block = null;
  });
  return examples;
}
