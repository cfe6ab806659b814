import { coreErrors } from "@/lib/core/errors";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { mailContent } from "@/lib/notifications/contract";
import { readMail } from "@/lib/notifications/mail/outbox";

export const GET = route({
  summary: "One mail of the outbox with its text, while it has one. Audited.",
  permission: "mail.read",
  limit: "sensitive",
  // Mails contain links and codes of other users: only for a person who just confirmed, never for a token.
  stepUp: true,
  params: idParams("mail"),
  response: mailContent,
  handle: ({ actor, params }) => {
    if (actor.kind !== "user")
      throw coreErrors.forbidden({ detail: "Sign in to read mails. A token is not accepted." });
    return readMail(actor, params.id);
  },
});
