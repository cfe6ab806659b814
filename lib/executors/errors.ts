import { defineErrors } from "@/lib/core/errors";

export const executorErrors = defineErrors({
  executor_key_malformed: {
    status: 400,
    title: "This is not an executor key",
    cure: "Copy the key again: exe_ and 16 letters or digits.",
  },
  executor_key_unknown: { status: 404, title: "No executor has this key", cure: "Copy the key again from the panel." },
  executor_secret_wrong: {
    status: 401,
    title: "The secret is wrong",
    cure: "Copy the secret again, or create a new one in the panel.",
  },
  executor_revoked: {
    status: 403,
    title: "This executor was revoked",
    cure: "Remove its credentials. To use this machine again, set it up as a new executor.",
  },
  executor_owner_locked: {
    status: 403,
    title: "The account that this executor belongs to is locked",
    cure: "Ask an administrator of the panel.",
  },
  executor_expired: { status: 403, title: "This executor has expired", cure: "Extend it in the panel." },
  executor_address_refused: {
    status: 403,
    title: "This executor may not be used from this address",
    cure: "Call from one of its addresses, or change the list in the panel.",
  },
  executor_superseded: {
    status: 409,
    title: "A newer session of this executor took over",
    cure: "Stop this copy: only the one that was started last gets commands.",
  },
  executor_busy: { status: 503, title: "Too many sign-ins at once", cure: "Wait a few seconds.", retryable: true },
  enrolment_token_invalid: {
    status: 404,
    title: "This enrolment token is not valid",
    cure: "Tokens expire and are used up; create a new one in the panel.",
  },
  duplicate_machine: {
    status: 409,
    title: "This machine is an executor already",
    cure: "A copy of it is running. Stop that one first, or enrol this machine as a new one (asNew).",
  },
  program_missing: {
    status: 503,
    title: "The executor program was not built",
    cure: "Start the panel with npm start.",
  },
  batch_unfinished: { status: 409, title: "The batch is not finished", cure: "Wait until it is done." },
  secrets_taken: {
    status: 410,
    title: "The secrets were already downloaded",
    cure: "They are shown once; give the executors new ones.",
  },
  unknown_command_type: { status: 422, title: "There is no such command", cure: "Use one of the known types." },
  command_finished: { status: 409, title: "The command has already ended", cure: "Create a new one." },
  rollout_running: {
    status: 409,
    title: "A roll-out of this template is running",
    cure: "Wait for it, or roll it back.",
  },
  template_gone: {
    status: 409,
    title: "The template of this configuration was deleted",
    cure: "This configuration cannot be restored; change the executor's own settings instead.",
  },
  changed_meanwhile: {
    status: 409,
    title: "Somebody else changed this meanwhile",
    cure: "Check the current values, then save again.",
  },
  template_in_use: {
    status: 409,
    title: "Executors follow this template",
    cure: "Give them another template first.",
  },
});
