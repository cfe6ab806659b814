import { route } from "@/lib/http/route";
import { encryptionStatusView } from "@/lib/platform/contract";
import { encryptionStatus } from "@/lib/platform/encryption/status";

export const GET = route({
  summary: "Encryption keys, the number of rows that use each, and the progress of a rotation.",
  permission: "encryption.manage",
  response: encryptionStatusView,
  handle: ({ actor }) => encryptionStatus(actor),
});
