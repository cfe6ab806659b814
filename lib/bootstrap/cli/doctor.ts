import { writeFile } from "node:fs/promises";
import { systemActor } from "@/lib/access/actor";
import { writeSupportReport } from "@/lib/platform/support-report/write-report";
import type { Command } from "../command-line";

export const commands: readonly Command[] = [
  {
    name: "doctor",
    summary: "Everything that a person who helps asks first, as one text without secrets.",
    options: { out: { type: "string", value: "FILE", summary: "write it to a file instead of the terminal" } },
    async run(input) {
      const report = await writeSupportReport(systemActor);
      const file = input.text("out");
      if (file === undefined) return { json: { report }, text: report };
      await writeFile(file, `${report}\n`, { mode: 0o600 });
      return { json: { file }, text: `Written to ${file}. Read it before you send it.` };
    },
  },
];
