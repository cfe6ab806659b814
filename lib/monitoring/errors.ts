import { defineErrors } from "@/lib/core/errors";

export const monitoringErrors = defineErrors({
  agent_token_invalid: {
    status: 401,
    title: "This agent's token is not valid",
    cure: "The machine was removed or its token replaced. Enrol the agent again with a new command from the panel.",
  },
  agent_owner_disabled: {
    status: 403,
    title: "The account of this machine's owner is disabled",
    cure: "Enable the account. The agent keeps its samples for six hours and tries again by itself.",
    retryable: true,
  },
  agent_copied: {
    status: 409,
    title: "Another machine uses these credentials",
    cure: "This agent is a copy, for example of a cloned disk. Remove its home directory, and enrol it with a new command while the original runs.",
  },
  machine_enrolment_invalid: {
    status: 404,
    title: "This enrolment token is not valid",
    cure: "Tokens work once and for 15 minutes; create a new one in the panel.",
  },
  too_many_machines: {
    status: 409,
    title: "You have as many machines as one person may have",
    cure: "Remove those that are not needed, or ask an administrator to add the machine.",
  },
  machine_revoked: {
    status: 409,
    title: "The agent of this machine was revoked",
    cure: "Enrol it again with a new command; a new token would not be accepted.",
  },
  machine_is_local: {
    status: 409,
    title: "The panel monitors its own machine itself",
    cure: "Its name can be changed; it has no agent whose token could be replaced or revoked.",
  },
  agent_program_missing: {
    status: 503,
    title: "The agent's program was not built",
    cure: "Start the panel with npm start.",
  },
});
