import { verifyForAdministrator } from "@/lib/audit/chain/verify-chain";
import { verificationView } from "@/lib/audit/contract";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Check that no entry of the audit log was edited, removed or reordered.",
  permission: "audit.read",
  limit: "sensitive",
  response: verificationView,
  handle: ({ actor }) => verifyForAdministrator(actor),
});
