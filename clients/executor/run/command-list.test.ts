import { afterEach, beforeEach, expect, it } from "vitest";
import { PanelClient } from "../panel/panel-client";
import { FakePanel, sampleKey, sampleSecret } from "../testing/fake-panel";
import { CommandList } from "./command-list";
import type { Intake } from "./intake";

let panel: FakePanel;
beforeEach(async () => {
  panel = await new FakePanel().start();
});
afterEach(() => panel.stop());

it("asks on until nothing is left, however short the pages are", async () => {
  panel.intercept = (at) => {
    const after = Number(/after=(\d+)/.exec(at)?.[1]);
    return { status: 200, body: { items: after < 3 ? [{ seq: after + 1 }] : [] } };
  };
  const taken: unknown[] = [];
  const intake = {
    get after() {
      return taken.length;
    },
    take: async (items: unknown[]) => void taken.push(...items),
  };
  const client = new PanelClient({ url: panel.url, identity: { key: sampleKey, secret: sampleSecret } });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const { signal } = new AbortController();
  await new CommandList({ client, intake: intake as unknown as Intake, log, signal }).drain();
  expect(taken).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
});
