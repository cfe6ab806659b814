import { z } from "zod";
import { route } from "@/lib/http/route";
import { preferenceBody, preferenceView } from "@/lib/notifications/contract";
import { listPreferences, setPreference } from "@/lib/platform/notification-preferences";

const response = z.object({ items: z.array(preferenceView) });

export const GET = route({
  summary: "Over which channels you are notified, by kind of message.",
  permission: "account.read",
  response,
  handle: ({ actor }) => listPreferences(actor),
});

export const PUT = route({
  summary: "Switch one channel of one kind of message on or off.",
  permission: "account.manage",
  body: preferenceBody,
  response,
  handle: ({ actor, body }) => setPreference(actor, body),
});
