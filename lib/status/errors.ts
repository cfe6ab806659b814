import { defineErrors } from "@/lib/core/errors";

export const statusErrors = defineErrors({
  status_link_invalid: {
    status: 404,
    title: "This link is not valid",
    cure: "Subscribe again on the status page; an address that was not confirmed is forgotten after two days.",
  },
  status_incident_resolved: {
    status: 409,
    title: "This incident is resolved",
    cure: "Open a new incident if it happens again.",
  },
});
