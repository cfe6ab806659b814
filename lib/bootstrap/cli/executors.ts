import { type Actor, systemActor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { createExecutorBody } from "@/lib/executors/contract";
import { createExecutor } from "@/lib/executors/create-executor";
import { type Command, UsageError } from "../command-line";
import { requireUser } from "./users";

/** Whose executor it is: the user named, else the first administrator. */
async function ownerId(email: string | undefined): Promise<string> {
  if (email !== undefined) return (await requireUser(email)).id;
  const row = await sql().prisma.user.findFirst({
    where: { role: "ADMIN", disabledAt: null },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  if (!row) throw new UsageError("There is no administrator yet: name the owner with --owner.");
  return row.id;
}

export const commands: readonly Command[] = [
  {
    name: "executor create",
    summary: "Create an executor and print its key and secret, once.",
    options: {
      name: { type: "string", value: "NAME", summary: "its name", required: true },
      owner: { type: "string", value: "EMAIL", summary: "its owner; the first administrator by default" },
    },
    async run(input) {
      const body = createExecutorBody.parse({ name: input.text("name") });
      const actor: Actor = { ...systemActor, userId: await ownerId(input.text("owner")) };
      const { id, name, key, secret } = await createExecutor(actor, body);
      const text = [`${name} (${id}) is ready.`, `key     ${key}`, `secret  ${secret}`].join("\n");
      return { json: { id, name, key, secret }, text };
    },
  },
];
