import { z } from "zod";

export const challengePurpose = z.enum([
  "sign_in",
  "passkey_sign_in",
  "step_up",
  "enrol_sms",
  "enrol_email",
  "enrol_passkey",
]);
export type ChallengePurpose = z.output<typeof challengePurpose>;
