"use client";

import QRCode from "qrcode";
import { useEffect, useState } from "react";

/** The text as a QR code, for phones. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    void QRCode.toDataURL(text, { margin: 2, width: 180, errorCorrectionLevel: "M" }).then(setSource);
  }, [text]);
  // A data URL that we created: an image optimizer is not needed.
  // biome-ignore lint/performance/noImgElement: see above
  return <div style={{ height: 190 }}>{source ? <img src={source} alt={label} width={180} height={180} /> : null}</div>;
}
