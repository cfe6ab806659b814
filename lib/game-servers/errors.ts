import { defineErrors } from "@/lib/core/errors";

export const gameServerErrors = defineErrors({
  quota_exceeded: {
    status: 409,
    title: "Your quota is used up",
    cure: "Delete or shrink a server, or ask an administrator for a larger quota.",
  },
  unknown_template: { status: 422, title: "Unknown template", cure: "Choose one of GET /api/templates." },
  server_busy: {
    status: 409,
    title: "The server is busy",
    cure: "Wait until the current step is done, then try again.",
    retryable: true,
  },
  wrong_state: {
    status: 409,
    title: "Not possible in this state",
    cure: "See the server's status for what is possible.",
  },
  server_suspended: {
    status: 409,
    title: "The server is suspended",
    cure: "Ask an administrator to lift the suspension.",
  },
  cancelled: { status: 409, title: "Cancelled", cure: "It was cancelled on request." },
  disk_full: {
    status: 409,
    title: "The server's disk space is used up",
    cure: "Give the server more disk space, or remove files, then start it.",
  },
  already_shared: {
    status: 409,
    title: "The server is shared with them already",
    cure: "Change what they may do in the list of members.",
  },
});
