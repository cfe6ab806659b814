// The commands that documents show in blocks of `sh`. A block that cannot run on a test machine says `sh not-run`.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../setup/paths.mjs";

/**
 * @returns {{ file: string, line: number, command: string, isRun: boolean, isExample: boolean }[]} one for each command,
 * without its comment; `isExample`: of the API, run by e2e/api-examples.spec.ts
 */
export function documentedCommands() {
  const files = ["README.md", ...globSync("docs/**/*.md", { cwd: root })].sort();
  return files.flatMap((file) =>
    commandsOf(readFileSync(path.join(root, file), "utf8")).map((one) => ({ file, ...one })),
  );
}

/** @param {string} text a document */
export function commandsOf(text) {
  const commands = [];
  let block = null;
  let open = null;
  text.split("\n").forEach((line, index) => {
    const fence = /^```(.*)$/.exec(line);
    if (fence) {
      block = block === null ? fence[1].trim() : null;
      open = null;
    } else if (block === "sh" || block?.startsWith("sh ")) {
      const part = line.replace(/(^|\s+)# .*$/, "").trim();
      if (part === "") return;
      // A line that goes on, or begins with a pipe, belongs to the command above.
      if (open !== null || part.startsWith("|")) commands.at(-1).command += ` ${part.replace(/\\$/, "").trim()}`;
      else
        commands.push({
          line: index + 1,
          command: part.replace(/\\$/, "").trim(),
          isRun: block !== "sh not-run",
          isExample: block === "sh api",
        });
      open = part.endsWith("\\") ? true : null;
    }
  });
  return commands;
}
