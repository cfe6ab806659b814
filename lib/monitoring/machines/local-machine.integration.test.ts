import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { keepLocalMachine } from "./local-machine.sql";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

const keep = (fingerprint: string, earlier: string) =>
  transaction((tx) =>
    tx.row(keepLocalMachine, [fingerprint, newId("machine"), "Panel", "panel", "Linux", "1", {}, earlier]),
  );

it("keeps the panel's own machine when its fingerprint is made in another way", async () => {
  const first = await keep("withname", "withname");
  const second = await keep("withoutname", "withname");
  expect(second).toEqual(first);
  expect(await keep("withoutname", "withname")).toEqual(first);
  expect((await keep("another", "elsewhere"))?.id).not.toBe(first?.id);
});
