import { defineErrors, type ErrorSpec } from "@/lib/core/errors";

export const hostedServiceSpecs = {
  provider_unavailable: {
    status: 503,
    title: "The service does not answer",
    cure: "Wait a moment and try again. An administrator sees the cause on the page of providers.",
    retryable: true,
  },
  provider_refused: {
    status: 422,
    title: "The service refused the change",
    cure: "Read the detail, correct the values and try again.",
  },
  provider_conflict: {
    status: 409,
    title: "The service has an object of this name that is not yours",
    cure: "Choose another name, or ask an administrator to look at the drift report.",
  },
  unknown_outcome: {
    status: 503,
    title: "The service did not confirm the change",
    cure: "Wait: the panel reads the state of the service and continues.",
    retryable: true,
  },
  provider_not_found: {
    status: 404,
    title: "The service does not have this object",
    cure: "Reload the page. An administrator finds the difference in the drift report.",
  },
  provider_busy: {
    status: 503,
    title: "The service is busy",
    cure: "Try again in some seconds.",
    retryable: true,
  },
  no_provider: {
    status: 409,
    title: "No service of this kind is available",
    cure: "Ask an administrator to connect one under Services.",
  },
  provider_in_use: {
    status: 409,
    title: "The provider is in use",
    cure: "Delete or move what customers have on it first.",
  },
  connection_failed: {
    status: 422,
    title: "The connection does not work",
    cure: "Correct the address and the credentials, then test again.",
  },
  hosted_busy: {
    status: 409,
    title: "A change is in progress",
    cure: "Wait until the current step is done, then try again.",
    retryable: true,
  },
  hosted_wrong_state: {
    status: 409,
    title: "Not possible in this state",
    cure: "See the status for what is possible.",
  },
  suspended_by_staff: {
    status: 409,
    title: "It was suspended by the operator",
    cure: "Ask the operator of the panel why, and to resume it.",
  },
  hosted_quota_exceeded: {
    status: 409,
    title: "Your quota is used up",
    cure: "Delete one that you do not need, or ask an administrator for a larger quota.",
  },
  zone_changed: {
    status: 409,
    title: "The zone has changed since you read it",
    cure: "Read the zone again, look at its new records, and send the change with the new serial.",
  },
  ds_at_parent: {
    status: 409,
    title: "The parent of the zone has its DS record",
    cure: "Remove the DS records at your registrar, wait for two days, and switch DNSSEC off then.",
  },
  undo_conflict: {
    status: 409,
    title: "The records have changed since",
    cure: "Undo the later changes first, or edit the records.",
  },
  mail_domain_in_use: {
    status: 409,
    title: "The mail domain is in use",
    cure: "Delete its mailboxes and aliases first.",
  },
  mail_circle: {
    status: 422,
    title: "Mail would go round in a circle",
    cure: "Choose another address.",
  },
  dump_failed: {
    status: 422,
    title: "The dump failed",
    cure: "Read the detail, correct what it names, and request another dump.",
  },
  dump_too_large: {
    status: 409,
    title: "The database is too large for a dump here",
    cure: "Dump it with pg_dump on your own machine. To delete it without a last dump, say so with keepDump=false.",
  },
  dump_unavailable: {
    status: 409,
    title: "The panel cannot dump databases of this server",
    cure: "Use the client of the server, such as mariadb-dump and mariadb, on a machine of your own.",
  },
  networks_not_enforced: {
    status: 422,
    title: "This server cannot limit the networks of a database",
    cure: "Leave the networks empty, or use a database on a server that can: those that the panel runs.",
  },
  too_many_dumps: {
    status: 409,
    title: "There are too many dumps of this database",
    cure: "Delete dumps that you do not need.",
  },
  dump_not_ready: {
    status: 409,
    title: "The dump has no file",
    cure: "Wait until it is ready. A dump that failed has no file: request another one.",
  },
  restore_failed: {
    status: 422,
    title: "The restore failed, and the database is as before",
    cure: "Read the detail. The file has to be SQL text, as pg_dump and mariadb-dump write it without options.",
  },
  restore_broken: {
    status: 422,
    title: "The restore failed, and the database may have lost its former content",
    cure: "Restore this dump again, or another one: their files are kept. If it fails again, ask an administrator.",
  },
  mail_goes_elsewhere: {
    status: 409,
    title: "Mail for the domain goes to another server",
    cure: "Set the MX record of the domain to the mail server that the text names, and try again when it is in DNS.",
  },
  release_differs: {
    status: 409,
    title: "The service cannot be upgraded to another release of Debian",
    cure: "Run a new service from this machine, move the data to it by dumps, and remove this one.",
  },
  name_taken: { status: 409, title: "The name is taken", cure: "Choose another name." },
} as const satisfies Record<string, ErrorSpec>;

export const hostedServiceErrors = defineErrors(hostedServiceSpecs);
