import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { ApiError } from "@/lib/http/client/problem";
import { useIdempotencyKey } from "./use-idempotency-key";

const failure = (status: number) => new ApiError({ title: "", status, detail: "", code: "x", requestId: "" });

/** Sends each body in turn; returns the keys that were sent. */
async function keysOf(steps: { body: string; fails?: Error }[]): Promise<string[]> {
  const { result } = renderHook(() => useIdempotencyKey());
  const keys: string[] = [];
  for (const { body, fails } of steps) {
    await result
      .current({ name: body }, async (_body, headers) => {
        keys.push(headers["idempotency-key"] ?? "");
        if (fails) throw fails;
      })
      .catch(() => {});
  }
  return keys;
}

it("repeats the key after a lost answer, so that nothing is created twice", async () => {
  const [first, second] = await keysOf([{ body: "a", fails: failure(0) }, { body: "a" }]);
  expect(first).toMatch(/^\d+(-\d+){3}$/);
  expect(second).toBe(first);
});

it.each([
  ["a changed body", [{ body: "a", fails: failure(0) }, { body: "b" }]],
  ["an answer that refuses", [{ body: "a", fails: failure(422) }, { body: "a" }]],
  ["success", [{ body: "a" }, { body: "a" }]],
])("uses another key after %s", async (_what, steps) => {
  const [first, second] = await keysOf(steps);
  expect(second).not.toBe(first);
});
