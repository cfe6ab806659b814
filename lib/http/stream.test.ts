import { expect, it } from "vitest";
import { eventStream } from "./stream";

async function* silent(signal: AbortSignal) {
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  yield* [];
}

function open(caller: string, controller = new AbortController()) {
  eventStream(silent, new Request("http://panel.lan/", { signal: controller.signal }), caller);
  return controller;
}

it("opens 20 streams for one caller; the next needs one of them to be closed, however long it waits", () => {
  const held = Array.from({ length: 20 }, () => open("person"));
  const refusal = (() => {
    try {
      return open("person");
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toMatchObject({ status: 409, code: "too_many_streams", retryAfterSeconds: undefined });
  open("somebody else").abort();
  held[0]?.abort();
  const last = open("person");
  for (const controller of [...held, last]) controller.abort();
});

it("holds no place for a client that left before the stream began", () => {
  const gone = new AbortController();
  gone.abort();
  for (let n = 0; n < 30; n++) open("left", gone);
});
