import { statement } from "@/lib/db/statement";

export const lockForErasure = statement({
  reason: "Locks rows in the order of their ids.",
  text: `
    SELECT id, email, name FROM app_user WHERE id = $1
    OR (role = 'ADMIN' AND EXISTS (SELECT 1 FROM app_user WHERE id = $1 AND role = 'ADMIN')) ORDER BY id FOR UPDATE`,
  columns: {
    id: "text",
    email: "text",
    name: "text",
  },
});

export const readOneSnapshot = statement({
  reason: "Sets how the rest of the transaction reads.",
  text: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
});
