"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { toastNotice } from "@/components/page/toast";
import { notificationCreatedShape, sessionRevokedShape } from "@/components/realtime/event-shapes";
import { useChannelEvent } from "@/components/realtime/use-realtime";
import { signedOutEvent } from "@/lib/http/client";

export type WatchedSession = { id: string; channel: string | null; newDeviceId: string | null };

/** Leads to the sign-in page when this page's session ends, at once and with the reason; tells of new devices. */
export function SessionWatch({ session }: { session: WatchedSession }) {
  const router = useRouter();
  useChannelEvent(session.channel, "session.revoked", sessionRevokedShape, ({ sessionId, reason }) => {
    if (sessionId === null || sessionId === session.id) leave(reason);
  });
  useChannelEvent(session.channel, "notification.created", notificationCreatedShape, ({ id, title }) => {
    if (id === session.id) return;
    toastNotice(title);
    router.refresh();
  });
  useEffect(() => {
    const onSignedOut = () => leave("ended");
    window.addEventListener(signedOutEvent, onSignedOut);
    return () => window.removeEventListener(signedOutEvent, onSignedOut);
  }, []);
  return null;
}

/** Another tab that signed out or in again needs no explanation. */
function leave(reason: string): void {
  const isOwn = reason === "signed_out" || reason === "replaced";
  window.location.assign(isOwn ? "/sign-in" : `/sign-in?ended=${encodeURIComponent(reason)}`);
}
