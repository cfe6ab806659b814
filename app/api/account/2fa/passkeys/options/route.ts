import { z } from "zod";
import { passkeySetupOptions } from "@/lib/auth/factors/setup/passkey-setup";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Options for the browser to create a passkey (WebAuthn).",
  permission: "account.manage",
  duringEnrolment: true,
  limit: "sensitive",
  stepUp: true,
  response: z.unknown(),
  handle: ({ actor }) => passkeySetupOptions(actor),
});
