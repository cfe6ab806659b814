import { defineErrors } from "@/lib/core/errors";

export const encryptionErrors = defineErrors({
  rotation_running: {
    status: 409,
    title: "A rotation is in progress",
    cure: "Wait until it has finished; its progress is on the encryption page.",
  },
  no_new_key: {
    status: 409,
    title: "There is no new key to change to",
    cure: "The keys come from the environment: run `npm run cli -- encryption rotate-key`, which says what to set.",
  },
  key_in_use: {
    status: 409,
    title: "The key is still in use",
    cure: "Rotate first; a key can be retired when no row uses it any more.",
  },
});
