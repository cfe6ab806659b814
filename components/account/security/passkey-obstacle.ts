import type { useTranslations } from "next-intl";
import { canUsePasskeys } from "@/components/auth/factors/passkey-support";

type Texts = ReturnType<typeof useTranslations<"account.security">>;

/** Why this page cannot use passkeys and what to do about it, or null. For the browser. */
export function passkeyObstacle(t: Texts): string | null {
  if (canUsePasskeys()) return null;
  if (!window.isSecureContext) return t("passkeysWorkOnHttps");
  if (!("PublicKeyCredential" in window)) return t("thisBrowserHasNo");
  return t("passkeysDoNotWork");
}
