import { createToken } from "@/lib/auth/tokens/tokens";
import { sql } from "@/lib/db/transaction";
import { signedIn } from "@/lib/testing/call-route";
import { defineRefusals, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    token: async (owner) => (await createToken(owner, owner.userId ?? "", { name: "theirs", scopes: ["*"] })).id,
    session: async (owner) => {
      await signedIn(owner);
      const found = await sql().prisma.session.findFirstOrThrow({ where: { userId: owner.userId ?? "" } });
      return found.id;
    },
  },
  lines: {
    "GET /api/account": { refuses: nobody },
    "PATCH /api/account": { refuses: nobody, body: { locale: "de" } },
    "DELETE /api/account": { refuses: nobody, body: { password: "x" } },
    "GET /api/account/export": { refuses: nobody },
    "GET /api/account/audit": { refuses: nobody },
    "POST /api/account/sessions/[id]/acknowledge": { refuses: nobody, id: "session" },
    "POST /api/account/step-up": { refuses: nobody, body: { method: "password", password: "x" } },
    "POST /api/account/email/change": { refuses: nobody, body: { email: "n@example.net", password: "x" } },
    "POST /api/account/email/resend": { refuses: "open", body: { email: "n@example.net" } },
    "POST /api/account/email/verify": { refuses: "open", body: { token: "0".repeat(64) } },
    "POST /api/account/password": { refuses: nobody, body: { current: "x", next: "long enough for this" } },
    "POST /api/account/password-reset": { refuses: "open", body: { email: "n@example.net" } },
    "POST /api/account/password-reset/confirm": {
      refuses: "open",
      body: { token: "0".repeat(64), password: "long enough for this" },
    },
    "POST /api/account/register": {
      refuses: "open",
      body: { email: "new@example.net", name: "New", password: "long enough for this" },
    },
    "GET /api/account/sessions": { refuses: nobody },
    "DELETE /api/account/sessions": { refuses: nobody },
    "DELETE /api/account/sessions/[id]": { refuses: nobody, id: "session" },
    "GET /api/account/tokens": { refuses: nobody },
    "POST /api/account/tokens": { refuses: nobody, body: { name: "t", scopes: ["server.read"] } },
    "DELETE /api/account/tokens/[id]": { refuses: nobody, id: "token" },
    "POST /api/account/tokens/[id]/rotate": { refuses: nobody, body: {}, id: "token" },
  },
});
