"use client";

import { Button } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { toastDone, toastProblem } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"notifications.channels">>;

/** Whether this browser can be notified: it needs https or localhost, and a service worker. */
const canSubscribe = () => "serviceWorker" in navigator && "PushManager" in window;

/** A name by which the person recognises the browser. */
function browserName(t: Texts, agent: string): string {
  const browser = /Edg/.test(agent) ? "Edge" : (/Firefox|OPR|Chrome|Safari/.exec(agent)?.[0] ?? t("browser"));
  const system = /Windows|Android|iPhone|iPad|Mac|Linux/.exec(agent)?.[0];
  const name = browser.replace("OPR", "Opera");
  return system ? t("browserOn", { browser: name, system }) : name;
}

const base64url = (bytes: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const denied = (t: Texts) => t("thisBrowserDoesNot");

/** Asks for the permission, subscribes, and adds the subscription as a channel. Null: the permission was refused. */
async function subscribe(t: Texts, pushKey: string) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const worker = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
  const settings = {
    endpoint: subscription.endpoint,
    p256dh: base64url(subscription.getKey("p256dh")),
    auth: base64url(subscription.getKey("auth")),
  };
  const body = { kind: "web-push", name: browserName(t, navigator.userAgent), settings } as const;
  return api("POST", "/notification-channels", { body });
}

/** Adds this browser as a channel. Hidden where browsers do not support it. */
export function SubscribeButton({ pushKey }: { pushKey: string }) {
  const t = useTranslations("notifications.channels");
  const [isShown, setShown] = useState(false);
  useEffect(() => setShown(canSubscribe()), []);
  const add = useAction(() => subscribe(t, pushKey), {
    onDone: (channel) => {
      if (channel) toastDone(t("getsNotificationsChooseBelow", { name: channel.name }));
      else toastProblem(denied(t));
    },
    refresh: true,
  });
  if (!isShown) return null;
  return (
    <Button size="xs" variant="default" loading={add.isPending} onClick={() => add.mutate()}>
      {t("notifyThisBrowser")}
    </Button>
  );
}
