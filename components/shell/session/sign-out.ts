import { openPage } from "@/components/ui/browser/open-page";
import { leaveNow } from "@/components/ui/form/unsaved-changes";

import { forgetRecent } from "../palette/recent-pages";

/** Ends the session on the server, then leaves. */
export async function signOut(): Promise<void> {
  forgetRecent();
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    await fetch("/api/auth/signout", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, json: "true", callbackUrl: "/sign-in" }),
    });
  } finally {
    leaveNow(() => openPage("/sign-in"));
  }
}
