import { defineErrors } from "@/lib/core/errors";

export const authErrors = defineErrors({
  sign_in_busy: {
    status: 503,
    title: "Too many sign-ins at once",
    cure: "Wait a few seconds and try again.",
    retryable: true,
  },
  setup_link_invalid: {
    status: 404,
    title: "This setup link is not valid",
    cure: "Links work once and for 24 hours; restart the panel to have a new one printed.",
  },
  link_invalid: {
    status: 404,
    title: "This link is not valid",
    cure: "Links work once and for 24 hours, and only the newest one works; ask for another.",
  },
  wrong_password: {
    status: 403,
    title: "The current password is wrong",
    cure: "Enter the password you sign in with.",
  },
  email_taken: { status: 409, title: "The e-mail address is in use", cure: "Use another address." },
  last_administrator: {
    status: 409,
    title: "This is the last administrator",
    cure: "Make another user an administrator first.",
  },
});
