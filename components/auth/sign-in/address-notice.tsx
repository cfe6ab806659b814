"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/**
 * Says which address is right when the panel is configured for https and was opened over http: the session cookie is
 * `Secure`, so that signing in cannot work here.
 */
export function AddressNotice({ site }: { site: string }) {
  const t = useTranslations("auth.signIn");
  const [isWrong, setIsWrong] = useState(false);
  useEffect(() => setIsWrong(site.startsWith("https:") && window.location.protocol === "http:"), [site]);
  return isWrong ? (
    <p role="alert">{t.rich("signingInDoesNot", { site, link: (chunks) => <a href={site}>{chunks}</a> })}</p>
  ) : null;
}
