// The rules of hadolint and of the CIS benchmark that matter for this one Dockerfile.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../setup/paths.mjs";

/** @param {string} text a Dockerfile @returns {string[]} what is wrong with it */
export function problemsOf(text) {
  const lines = text.replace(/\\\n\s*/g, " ").split("\n");
  const of = (word) => lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const problems = [];
  for (const from of of("FROM")) {
    const [image] = from.split(" ");
    if (image !== "scratch" && !/:[^:]*\d+\.\d+/.test(image)) problems.push(`FROM ${image} names no exact version`);
  }
  const user = of("USER").at(-1) ?? "root";
  if (/^(root|0)(:|$)/.test(user)) problems.push("the image runs as root");
  if (of("HEALTHCHECK").length === 0) problems.push("no HEALTHCHECK");
  if (of("ADD").length > 0) problems.push("ADD: use COPY");
  for (const word of ["ENTRYPOINT", "CMD"])
    for (const command of of(word)) if (!command.startsWith("[")) problems.push(`${word} runs a shell`);
  for (const word of ["ENV", "ARG"])
    for (const value of of(word))
      if (/(PASSWORD|SECRET|TOKEN|_KEY)\w*=\S/i.test(value)) problems.push(`${word} holds a secret`);
  return problems;
}

/** @returns {{ checked: number, problems: string[] }} */
export function lintDockerfile() {
  return { checked: 1, problems: problemsOf(readFileSync(path.join(root, "Dockerfile"), "utf8")) };
}
