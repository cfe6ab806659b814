import { statement } from "@/lib/db/statement";

export const readOneSnapshot = statement({
  reason: "Sets how the rest of the transaction reads.",
  text: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
});
