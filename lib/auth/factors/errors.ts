import { defineErrors } from "@/lib/core/errors";

export const factorErrors = defineErrors({
  invalid_credentials: {
    status: 401,
    title: "The e-mail address or the password is wrong",
    cure: "Check both; a forgotten password can be reset.",
  },
  two_factor_required: {
    status: 401,
    title: "A second factor is needed",
    cure: "Send one of the methods listed in `methods`, with its code.",
  },
  step_up_required: {
    status: 403,
    title: "Please confirm that it is you",
    cure: "Confirm at POST /api/account/step-up with one of the methods listed in `methods`, then send the request again.",
  },
  second_factor_enrolment_required: {
    status: 403,
    title: "Your role needs a second factor",
    cure: "Set one up under Account, Security; everything else is available after that.",
  },
  code_invalid: {
    status: 400,
    title: "This code is wrong",
    cure: "Check the newest code; each works once and for a short time.",
  },
  challenge_over: {
    status: 410,
    title: "This confirmation has expired",
    cure: "It lasts five minutes and five attempts; start again.",
  },
  factor_exists: { status: 409, title: "This factor is set up already", cure: "Remove it first to set it up again." },
  factor_not_set_up: { status: 404, title: "This factor is not set up", cure: "Set it up first, or choose another." },
  factor_setup_missing: { status: 409, title: "There is no setup to confirm", cure: "Start the setup again." },
  last_factor_required: {
    status: 409,
    title: "Your role needs a second factor",
    cure: "Set up another one before you remove this one.",
  },
  clock_set_back: {
    status: 400,
    title: "The panel's clock was set back",
    cure: "Authenticator codes cannot be checked until the clock is correct. Use another factor, and inform the administrator.",
  },
  passkeys_unavailable: {
    status: 409,
    title: "Passkeys need a host name",
    cure: "Browsers do not make or use passkeys for an IP address. Open the panel by its host name over https, and set NEXTAUTH_URL to it.",
  },
  passkey_not_verified: {
    status: 400,
    title: "The passkey did not check who you are",
    cure: "Set up a PIN, fingerprint or face on the device or security key, then try again.",
  },
  passkey_counter: {
    status: 400,
    title: "This passkey may have been copied",
    cure: "Its counter did not grow since it was last used. Use another factor, then remove this passkey and add it again.",
  },
  too_many_passkeys: { status: 409, title: "There are ten passkeys already", cure: "Remove one you no longer use." },
  sms_unavailable: {
    status: 503,
    title: "Text messages cannot be sent",
    cure: "Use another factor, or try again later.",
    retryable: true,
  },
  code_sent_recently: {
    status: 429,
    title: "A code was sent a moment ago",
    cure: "Wait for it, or use another factor.",
    retryable: true,
  },
  recovery_pending: {
    status: 409,
    title: "A reset is already pending",
    cure: "Wait for it, or cancel it first.",
  },
  recovery_link_invalid: {
    status: 404,
    title: "This link is not valid",
    cure: "Links work once and until the reset takes effect.",
  },
});
