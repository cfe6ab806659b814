import { Collection, columnNames } from "../collectors/collection";
import { fileIn, readJson } from "../home";
import type { Arguments } from "./arguments";

/** `status`: what the running agent wrote, and a sample taken now. */
export async function status({ home }: Arguments): Promise<number> {
  const state = readJson<Record<string, unknown>>(fileIn(home, "status.json"));
  const collection = new Collection();
  await collection.collect();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const row = await collection.collect();
  const sample = Object.fromEntries(columnNames.map((name, index) => [name, row[index] ?? null]));
  const failures = Object.fromEntries(collection.failures);
  process.stdout.write(`${JSON.stringify({ agent: state ?? "it has not run yet", sample, failures }, null, 2)}\n`);
  return 0;
}
