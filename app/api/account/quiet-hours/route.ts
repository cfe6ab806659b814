import { route } from "@/lib/http/route";
import { quietHoursBody } from "@/lib/notifications/channels/contract";
import { getQuietHours, setQuietHours } from "@/lib/notifications/channels/own/quiet-hours";

export const GET = route({
  summary: "Your quiet hours; null without.",
  permission: "account.read",
  response: quietHoursBody,
  handle: ({ actor }) => getQuietHours(actor),
});

export const PUT = route({
  summary: "Set the hours in which only errors reach your channels; null removes them.",
  permission: "account.manage",
  body: quietHoursBody,
  response: quietHoursBody,
  handle: ({ actor, body }) => setQuietHours(actor, body),
});
