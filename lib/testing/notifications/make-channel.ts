import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { createLogger } from "@/lib/core/log";
import { sql, transaction } from "@/lib/db/transaction";
import type { Notice } from "@/lib/notifications/channels/contract";
import { queueDeliveries } from "@/lib/notifications/channels/queue-deliveries";
import { sealSettings } from "@/lib/notifications/channels/settings";
import { DeliveryWorker, type DeliveryWorkerOptions } from "@/lib/notifications/outbox/delivery-worker";

export const webhookSecret = "a secret of the receiver";
export const testSite = { url: "https://panel.example.net", name: "LightNode" };

export async function makeChannel(owner: Actor, kind: string, settings: object): Promise<string> {
  const id = newId("channel");
  const row = { id, userId: owner.userId ?? "", kind, name: `My ${kind}`, settingsSealed: sealSettings(id, settings) };
  await sql().prisma.ownedChannel.createMany({ data: row });
  return id;
}

export const crash: Notice = {
  kind: "server.failed",
  severity: "error",
  title: "World crashed",
  body: "It ended with code 9.",
  href: "/servers/srv_1",
  at: "2026-11-28T01:00:00.000Z",
};

export const queue = (channelIds: string[], key: string, notice: Partial<Notice> = {}) =>
  transaction((tx) => queueDeliveries(tx, channelIds, { ...crash, ...notice }, { key }));

/** Without a mail server, unless the test gives one. */
export function makeDeliveryWorker(options: Partial<DeliveryWorkerOptions> = {}): DeliveryWorker {
  return new DeliveryWorker({
    transport: null,
    site: testSite,
    prepare: {},
    log: createLogger("test", "silent"),
    ...options,
  });
}

export const makeDue = () =>
  sql().run("UPDATE delivery SET next_attempt_at = now() - interval '1 second' WHERE state = 'queued'");

type Shown = {
  id: string;
  state: string;
  attempts: number;
  error: string | null;
  waits: number;
  answer: string | null;
};

/** Deliveries of a channel, oldest first; `waits`: seconds until the next attempt. */
export const deliveriesOf = (channelId: string) =>
  sql().rows<Shown>(
    `SELECT id, state, attempts, last_error AS error, answer,
       round(extract(epoch FROM next_attempt_at - now()))::int AS waits
     FROM delivery WHERE channel_id = $1 ORDER BY id`,
    [channelId],
  );
