"use client";

import { useEffect, useState } from "react";

/**
 * Says which address is right when the panel is configured for https and was opened over http: the session cookie is
 * `Secure`, so that signing in cannot work here.
 */
export function AddressNotice({ site }: { site: string }) {
  const [isWrong, setIsWrong] = useState(false);
  useEffect(() => setIsWrong(site.startsWith("https:") && window.location.protocol === "http:"), [site]);
  return isWrong ? (
    <p role="alert">
      Signing in does not work at this address. Open the panel at <a href={site}>{site}</a>.
    </p>
  ) : null;
}
