import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { systemActor } from "@/lib/access/actor";
import { isAppError } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import type { EncryptionStatus } from "@/lib/platform/contract";
import { registerKeys } from "@/lib/platform/encryption/follow-keys";
import { importCbc } from "@/lib/platform/encryption/import-cbc";
import { retireKey } from "@/lib/platform/encryption/retire-key";
import { newKeyEntry } from "@/lib/platform/encryption/ring-file";
import { nextKeyId, startRotation } from "@/lib/platform/encryption/rotate-key";
import { encryptionStatus } from "@/lib/platform/encryption/status";
import { stepRotation } from "@/lib/platform/encryption/step-rotation";
import { type Command, table, UsageError } from "../command-line";

function statusText(status: EncryptionStatus): string {
  const keys = table(
    ["KEY", "STATE", "ROWS"],
    status.keys.map(({ id, state, rows }) => [id, state, rows]),
  );
  const ids = status.keys.map(({ id }) => id);
  const columns = table(
    ["COLUMN", ...ids],
    status.columns.map(({ label, keys: rows }) => [label, ...ids.map((id) => rows[id] ?? 0)]),
  );
  return [keys, "", columns, "", describeRotation(status.rotation)].join("\n");
}

function describeRotation(rotation: EncryptionStatus["rotation"]): string {
  if (!rotation) return "The key was never changed.";
  const { toKey, state, done, total, note } = rotation;
  return `To ${toKey}: ${state}, ${done} of ${total} values${note ? `. ${note}` : ""}`;
}

/** What an operator whose keys come from the environment has to do first; the key is printed, never stored. */
async function explainNewKey(): Promise<string> {
  const id = await transaction((tx) => nextKeyId(tx));
  return [
    "The keys come from the environment, so you have to distribute the new one. Add it at the END of ENCRYPTION_KEYS of every",
    "process (web and worker), restart them one after another, and run this command again:",
    "",
    `  ,${newKeyEntry(id)}`,
  ].join("\n");
}

/** Does the work here as well, so that it gets done also while the panel is stopped. */
async function finish(say: (line: string) => void): Promise<void> {
  let said = "";
  for (;;) {
    const step = await stepRotation();
    if (step === "finished") return;
    const { rotation } = await encryptionStatus(systemActor);
    if (rotation?.state === "finished") return;
    const line = describeRotation(rotation);
    if (line !== said) say(line);
    said = line;
    // Without a pause while there is work; the figures above read the tables, so not after each batch.
    for (let n = 0; step === "more" && n < 20 && (await stepRotation()) === "more"; n++);
    if (step !== "more") await sleep(1_000);
  }
}

const rotate: Command = {
  name: "encryption rotate-key",
  summary: "Change the key that encrypts secrets, while the panel runs.",
  options: { "no-wait": { type: "boolean", summary: "leave the work to the worker" } },
  async run(input, say) {
    await registerKeys();
    try {
      const { toKey } = await startRotation(systemActor);
      say(`The new key is ${toKey}.`);
    } catch (error) {
      if (isAppError(error) && error.code === "no_new_key") {
        const text = await explainNewKey();
        return { json: { error: "no_new_key", text }, text, failed: true };
      }
      // Called again: it helps with the rotation in progress.
      if (!isAppError(error) || error.code !== "rotation_running") throw error;
      say("A rotation is already in progress.");
    }
    if (!input.flag("no-wait")) await finish(say);
    const status = await encryptionStatus(systemActor);
    return { json: status, text: statusText(status) };
  },
};

function readKey(file: string): Buffer {
  const text = readFileSync(file, "utf8").trim();
  // Laravel writes its key as base64:…
  const key = Buffer.from(text.replace(/^base64:/, ""), "base64");
  if (key.length !== 32) throw new UsageError(`${file}: a key of 32 bytes in base64 is needed.`);
  return key;
}

const importCommand: Command = {
  name: "encryption import-cbc",
  summary: "Import values that another program encrypted with AES-256-CBC (docs/ENCRYPTION.md).",
  positionals: ["FILE"],
  options: {
    "key-file": { type: "string", value: "FILE", summary: "the other program's key, base64", required: true },
    "mac-key-file": { type: "string", value: "FILE", summary: "its HMAC key, when that is a different key" },
    "without-hmac": { type: "boolean", summary: "accept values without an HMAC" },
  },
  async run(input) {
    const macKey = input.text("mac-key-file");
    const keys = {
      key: readKey(input.text("key-file") ?? ""),
      allowWithoutMac: input.flag("without-hmac"),
      ...(macKey ? { macKey: readKey(macKey) } : {}),
    };
    const { imported, problems } = await importCbc(systemActor, readFileSync(input.positional(0), "utf8"), keys);
    const lines = problems.map(({ line, message }) => `line ${line}: ${message}`);
    const text =
      problems.length > 0 ? ["Nothing was imported:", ...lines].join("\n") : `${imported} values were imported.`;
    return { json: { imported, problems }, text, failed: problems.length > 0 };
  },
};

export const commands: readonly Command[] = [
  {
    name: "encryption status",
    summary: "Keys, the rows that use them, and the progress of a rotation.",
    async run() {
      const status = await encryptionStatus(systemActor);
      return { json: status, text: statusText(status) };
    },
  },
  rotate,
  {
    name: "encryption retire-key",
    summary: "Retire an old key when no row uses it any more.",
    positionals: ["KEY"],
    options: { destroy: { type: "boolean", summary: "do not keep it for old backups" } },
    async run(input) {
      const result = await retireKey(systemActor, input.positional(0), { destroy: input.flag("destroy") });
      const rest = result.removedFromFile ? "" : " Remove it from ENCRYPTION_KEYS now.";
      return { json: result, text: `The key ${result.id} is retired.${rest}` };
    },
  },
  importCommand,
];
