"use client";

import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { signInPath } from "@/components/auth/sign-in/next-path";
import { notificationCreatedShape, sessionRevokedShape } from "@/components/realtime/event-shapes";
import { useChannelEvent, useConnection } from "@/components/realtime/use-realtime";
import { claimMemory } from "@/components/ui/browser/browser-memory";
import { openPage } from "@/components/ui/browser/open-page";
import { leaveNow } from "@/components/ui/form/unsaved-changes";
import { toastNotice } from "@/components/ui/toast";
import { refreshEvent, useRefresh } from "@/components/ui/use-refresh";
import { fieldOf } from "@/lib/core/records";
import { type SignInRequest, send, signedOutEvent } from "@/lib/http/client/send";

const SignInAgain = dynamic(() => import("./sign-in-again"), { ssr: false });

/** `serverId`: the one server of a panel login, which acts in the owner's name; null for a person. */
export type WatchedSession = {
  id: string;
  userId: string | null;
  serverId: string | null;
  channel: string | null;
  newDeviceId: string | null;
};

function useSessionEvents({ id, channel }: WatchedSession, end: (reason: string) => void): void {
  const refresh = useRefresh();
  useChannelEvent(channel, "session.revoked", sessionRevokedShape, ({ sessionId, reason }) => {
    if (sessionId === null || sessionId === id) end(reason);
  });
  useChannelEvent(channel, "notification.created", notificationCreatedShape, ({ title, sessionId }) => {
    // The person did it on this page, or another one of this session.
    if (sessionId === id) return;
    toastNotice(title);
    refresh();
  });
}

/**
 * Handles the end of this page's session. A page with typed values stays open and shows a sign-in dialog; others
 * redirect to the sign-in page with the reason, and back after sign-in. Also shows notifications.
 */
export function SessionWatch({ session }: { session: WatchedSession }) {
  const t = useTranslations("shell.session");
  const router = useRouter();
  const connection = useConnection();
  const hasTyped = useTyped();
  const waiting = useRef<SignInRequest[]>([]);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => claimMemory(session.userId ?? session.serverId ?? ""), [session]);

  function end(reason: string, request?: SignInRequest) {
    if (request) waiting.current.push(request);
    if (canReturn(reason) && (isAsking || hasTyped())) setAsking(true);
    else go(reason);
  }
  function go(reason: string) {
    connection.close();
    leave(reason);
  }
  useSessionEvents(session, end);
  const onSignedOut = useEffectEvent((event: CustomEvent<SignInRequest>) => {
    event.preventDefault();
    end("ended", event.detail);
  });
  useEffect(() => {
    window.addEventListener(signedOutEvent, onSignedOut);
    return () => window.removeEventListener(signedOutEvent, onSignedOut);
  }, []);
  const onRefresh = useEffectEvent((event: Event) => {
    if (!isAsking && !hasTyped()) return;
    event.preventDefault();
    if (!isAsking) void refreshWithSession();
  });
  useEffect(() => {
    window.addEventListener(refreshEvent, onRefresh);
    return () => window.removeEventListener(refreshEvent, onRefresh);
  }, []);

  /** The page has typed values, which a redirect to the sign-in page would lose: its session is checked first. */
  async function refreshWithSession() {
    const found = await loadSession().catch(() => "unreachable" as const);
    if (found === "unreachable") return;
    if (found.userId === null) end("ended");
    else router.refresh();
  }

  async function continueSession() {
    // A sign-in as another person must not send what this person typed.
    const found = await loadSession().catch(() => null);
    if (found?.userId == null || found.userId !== session.userId || found.serverId !== session.serverId) {
      return leaveNow(() => openPage("/"));
    }
    setAsking(false);
    for (const request of waiting.current.splice(0)) request.answer(true);
    connection.reconnect();
    router.refresh();
  }
  if (!isAsking) return null;
  const notice = t("yourSessionHasEnded");
  return <SignInAgain notice={notice} onSignedIn={() => void continueSession()} onClose={() => go("ended")} />;
}

/** The session that the browser's cookie belongs to; `userId` is null when there is none. */
async function loadSession(): Promise<{ userId: string | null; serverId: string | null }> {
  const user = fieldOf(await send("GET", "/auth/session"), "user");
  const [userId, serverId] = [fieldOf(user, "id"), fieldOf(user, "serverId")];
  return {
    userId: typeof userId === "string" ? userId : null,
    serverId: typeof serverId === "string" ? serverId : null,
  };
}

/** Whether something was typed or chosen on this page. A search does not count. */
function useTyped(): () => boolean {
  const typed = useRef(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has other fields
  useEffect(() => {
    typed.current = false;
  }, [path]);
  useEffect(() => {
    const onInput = (event: Event) => {
      const field = event.target;
      const isSearch = field instanceof HTMLInputElement && (field.type === "search" || field.role === "combobox");
      if (!isSearch) typed.current = true;
    };
    document.addEventListener("input", onInput);
    return () => document.removeEventListener("input", onInput);
  }, []);
  return () => typed.current;
}

/** After these reasons the same person cannot sign in again, or not without help. */
const final = new Set(["signed_out", "replaced", "locked", "erased"]);
const canReturn = (reason: string) => !final.has(reason);

/** Another tab that signed out or in again needs no explanation. */
function leave(reason: string): void {
  const { pathname, search } = window.location;
  const isSilent = reason === "signed_out" || reason === "replaced";
  const target = isSilent ? "/sign-in" : signInPath(canReturn(reason) ? `${pathname}${search}` : "/", reason);
  leaveNow(() => openPage(target));
}
