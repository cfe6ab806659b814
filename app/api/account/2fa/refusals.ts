import { defineRefusals, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: {
    "GET /api/account/2fa": { refuses: nobody },
    "DELETE /api/account/2fa/[method]": { refuses: nobody },
    "POST /api/account/2fa/backup-codes": { refuses: nobody },
    "POST /api/account/2fa/challenge": { refuses: "open", body: { method: "totp" } },
    "POST /api/account/2fa/email/confirm": { refuses: nobody, body: { code: "123456" } },
    "POST /api/account/2fa/email/setup": { refuses: nobody },
    "POST /api/account/2fa/passkeys": { refuses: nobody, body: { name: "Key", credential: { id: "x" } } },
    "DELETE /api/account/2fa/passkeys/[id]": { refuses: nobody },
    "POST /api/account/2fa/passkeys/options": { refuses: nobody },
    "POST /api/account/2fa/recovery/cancel": { refuses: "open", body: { token: "guessed" } },
    "POST /api/account/2fa/sms/confirm": { refuses: nobody, body: { code: "123456" } },
    "POST /api/account/2fa/sms/setup": { refuses: nobody, body: { phone: "+447700900123" } },
    "POST /api/account/2fa/totp/confirm": { refuses: nobody, body: { code: "123456" } },
    "POST /api/account/2fa/totp/setup": { refuses: nobody },
  },
});
