import type { SignInLimits } from "@/lib/auth/sign-in";
import { enforceLimit, forgiveRequest, limitClasses } from "./rate-limit";

/** Five failures in 15 minutes per account and per address; a success is taken back. */
export const signInLimits: SignInLimits = {
  attempt: (subject) => enforceLimit(limitClasses.signIn, subject),
  forgive: (subject) => forgiveRequest(limitClasses.signIn, subject),
};
