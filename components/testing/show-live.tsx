import { act, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect } from "vitest";
import { RealtimeProvider } from "@/components/realtime/use-realtime";
import { FakePusher } from "./fake-pusher";
import { show } from "./show";

const config = { key: "key", cluster: "main", wsPort: 6001, forceTLS: false, hosted: false };

/**
 * Shows components with a realtime connection that the test holds. The test file must replace the library:
 * `vi.mock("pusher-js", async () => ({ default: (await import("@/components/testing/fake-pusher")).FakePusher }))`.
 */
export async function showLive(content: ReactNode, address = "/") {
  FakePusher.current = null;
  const shown = show(<RealtimeProvider config={config}>{content}</RealtimeProvider>, address);
  await waitFor(() => expect(FakePusher.current).not.toBeNull());
  const pusher = FakePusher.current ?? new FakePusher();
  return {
    ...shown,
    connect: () => act(async () => pusher.state("connected")),
    disconnect: () => act(async () => pusher.state("connecting")),
    emit: (channel: string, event: string, data: unknown) => act(async () => pusher.emit(channel, event, data)),
    channels: () => [...pusher.channels.keys()],
  };
}
