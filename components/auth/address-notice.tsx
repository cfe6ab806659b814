"use client";

import { Alert } from "@mantine/core";
import { useEffect, useState } from "react";

/**
 * Says which address is right when the panel is configured for https and was opened over http: the session cookie is
 * `Secure`, so that signing in cannot work here.
 */
export function AddressNotice({ site }: { site: string }) {
  const [isWrong, setIsWrong] = useState(false);
  useEffect(() => setIsWrong(site.startsWith("https://") && window.location.protocol === "http:"), [site]);
  if (!isWrong) return null;
  return (
    <Alert color="red" title="Signing in does not work at this address" mb="sm">
      This panel is set up for <a href={site}>{site}</a>. Open it there, or set NEXTAUTH_URL to the address in use.
    </Alert>
  );
}
