import { mbToGib } from "@/lib/core/units";
import type { CrashCause, CrashFacts } from "../contract";

/**
 * Why a program ended, from its exit code, the kernel's mark and the last lines of its log. Pure; the table in its test is
 * the specification. A rule that matches a line names it, so that the page can mark it.
 */
type Found = Omit<CrashCause, "line">;
type Rule = { pattern: RegExp; found: (match: RegExpExecArray) => Found };

const rules: readonly Rule[] = [
  {
    pattern: /failed to bind to port|address already in use|EADDRINUSE/i,
    found: () => ({
      kind: "port",
      title: "Its port is taken",
      text: "Another program uses the port that it wants to listen on. A setting of the game, or of a plug-in, may name the same port twice.",
    }),
  },
  {
    pattern: /no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i,
    found: () => ({ kind: "disk", title: "Its disk is full", text: "It could not write its files any more." }),
  },
  {
    pattern: /java\.lang\.OutOfMemoryError|JavaScript heap out of memory/i,
    found: () => ({
      kind: "heap",
      title: "It ran out of memory",
      text: "The game needed more memory than it may use within its limit.",
    }),
  },
  {
    pattern: /UnsupportedClassVersionError/,
    found: () => ({
      kind: "runtime",
      title: "It needs another version of Java",
      text: "The game, or a plug-in of it, was made for a newer Java. Choose another version of the game or of the plug-in.",
    }),
  },
  {
    pattern: /(?:Error occurred while (?:enabling|disabling)|Could not pass event \S+ to) (\S+)/,
    found: ([, name]) => plugin(name),
  },
  {
    pattern: /Could not load ['"]?(?:plugins|mods)[/\\]([^'"\s]+?)(?:\.jar)?['"]?(?:\s|$)/,
    found: ([, name]) => plugin(name),
  },
  {
    pattern: /accept the .*EULA|agree to the EULA/i,
    found: () => ({
      kind: "terms",
      title: "Its terms are not accepted",
      text: "The game starts only after its licence agreement was accepted.",
    }),
  },
];

function plugin(name = "unknown"): Found {
  return {
    kind: "plugin",
    title: `The plug-in ${name} failed`,
    text: `Update the plug-in ${name}, or remove it, then start it again.`,
  };
}

/** `memoryMb`: its limit. */
export function findCause({ exitCode, outOfMemory, lines }: CrashFacts, memoryMb: number): CrashCause {
  if (outOfMemory) {
    const text = `The machine ended it when it used all of its ${mbToGib(memoryMb)} GiB.`;
    return { kind: "memory", title: "It reached its memory limit", text, line: null };
  }
  // The last cause counts: what was logged before was survived. A line is cut, so that no pattern takes long.
  for (const [line, content] of [...lines.entries()].reverse()) {
    for (const { pattern, found } of rules) {
      const match = pattern.exec(content.slice(0, 500));
      if (match) return { ...found(match), line };
    }
  }
  return { kind: "exit", ...describeExit(exitCode), line: lastError(lines) };
}

/** The last line that says that it is an error; null where none does. */
function lastError(lines: readonly string[]): number | null {
  const index = lines.findLastIndex((line) => /\b(?:error|fatal|exception|panic)\b/i.test(line.slice(0, 500)));
  return index === -1 ? null : index;
}

const codes: Readonly<Record<number, [title: string, text: string]>> = {
  0: ["It ended without an error", "It ended by itself with code 0."],
  126: ["Its program cannot be run", "Code 126: the file is there, but it may not be executed."],
  127: ["Its program was not found", "Code 127: the image or the settings name a program that does not exist."],
  130: ["It was interrupted", "Code 130: it was ended by Ctrl+C (SIGINT)."],
  134: ["It ended itself", "Code 134: it found an error from which it cannot recover (SIGABRT)."],
  137: ["It was killed from outside", "Code 137: it was ended at once, without saving (SIGKILL)."],
  139: ["It used memory that is not its own", "Code 139: an error in the program or in a native library (SIGSEGV)."],
  143: ["It was asked to end", "Code 143: something asked it to end (SIGTERM)."],
};

function describeExit(code: number | null): { title: string; text: string } {
  if (code === null) return { title: "It ended", text: "Its exit code is not known." };
  const known = codes[code];
  if (known) return { title: known[0], text: known[1] };
  if (code > 128 && code < 193)
    return { title: "It was ended by a signal", text: `Code ${code}: signal ${code - 128}.` };
  return { title: "It ended with an error", text: `Code ${code}. The last lines of its log may say more.` };
}
