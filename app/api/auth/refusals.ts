import { defineRefusals } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: {
    "POST /api/auth/passkey": { refuses: "open", body: { credential: { id: "x" } } },
    "POST /api/auth/passkey/options": { refuses: "open" },
    "GET /api/auth/second-factor": { refuses: "open" },
    "POST /api/auth/second-factor": { refuses: "open", body: { method: "totp", code: "123456" } },
    "POST /api/auth/sign-in": { refuses: "open", body: { email: "n@example.net", password: "x" } },
    "POST /api/setup": {
      refuses: "open",
      body: { email: "new@example.net", name: "New", password: "long enough for this", token: "guessed" },
    },
  },
});
