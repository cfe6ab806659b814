import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { route } from "@/lib/http/route";
import { mailView } from "@/lib/notifications/contract";
import { listMail, sendTestMail } from "@/lib/notifications/mail/outbox";

export const GET = route({
  summary: "The mail outbox: what was sent, failed, or waits because there is no mail server.",
  permission: "mail.read",
  query: listQuery,
  response: listOf(mailView),
  handle: ({ actor, query }) => listMail(actor, query),
});

export const POST = route({
  summary: "Send a test message to your own address.",
  permission: "mail.manage",
  limit: "sensitive",
  response: z.object({ id: z.string() }),
  status: 202,
  handle: ({ actor }) => sendTestMail(actor),
});
