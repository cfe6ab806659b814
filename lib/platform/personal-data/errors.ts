import { defineErrors } from "@/lib/core/errors";

export const personalDataErrors = defineErrors({
  owns_servers: {
    status: 409,
    title: "The account still owns servers",
    cure: "Delete the servers first, and wait until they are deleted.",
  },
  owns_hosted: {
    status: 409,
    title: "The account still owns hosted objects",
    cure: "Delete the databases and other hosted objects first, and wait until they are deleted.",
  },
});
