import { route } from "@/lib/http/route";
import { encryptionStatusView } from "@/lib/platform/contract";
import { encryptionStatus } from "@/lib/platform/encryption/status";

export const GET = route({
  summary: "Encryption keys, the rows that name them, and how far a rotation is.",
  tag: "Administration",
  permission: "encryption.manage",
  response: encryptionStatusView,
  handle: ({ actor }) => encryptionStatus(actor),
});
