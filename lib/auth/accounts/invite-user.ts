import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { randomToken } from "@/lib/core/encryption/crypto";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import type { inviteUserBody } from "../contract";
import { createAccount } from "./accounts";

/**
 * Makes an account for somebody, whose password they choose by a mailed link (once, 24 hours; "forgot your password"
 * sends another). Until then nobody knows the password: it is random and not stored. `email_taken` when it exists.
 */
export async function inviteUser(actor: Actor, input: z.output<typeof inviteUserBody>): Promise<{ id: string }> {
  authorise(actor, "user.manage");
  return createAccount(actor, { ...input, password: randomToken(32) }, (tx, id) =>
    queueMail(tx, { to: input.email, userId: id, template: "password-reset", data: null }),
  );
}
