import { expect, it } from "vitest";
import { Slots } from "./slots";

const tick = () => new Promise((resolve) => setImmediate(resolve));

it("runs as many as it may, keeps some waiting in their order, refuses the rest, and goes on after a failure", async () => {
  const slots = new Slots({ running: 2, waiting: 2, refusal: () => new Error("full") });
  const ends: ((error?: Error) => void)[] = [];
  const begun: number[] = [];
  const work = (n: number) =>
    slots.run(
      () =>
        new Promise<number>((resolve, reject) => {
          begun.push(n);
          ends.push((error) => (error ? reject(error) : resolve(n)));
        }),
    );
  const all = [0, 1, 2, 3, 4].map((n) => work(n).catch((error: Error) => error.message));
  await tick();
  expect(begun).toEqual([0, 1]);
  expect(await all[4]).toBe("full");
  ends[1]?.(new Error("broken"));
  expect(await all[1]).toBe("broken");
  expect(begun).toEqual([0, 1, 2]);
  // Who comes now does not pass those in line.
  const late = work(5);
  await tick();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.();
  await tick();
  ends[2]?.();
  await tick();
  expect(begun).toEqual([0, 1, 2, 3, 5]);
  ends[3]?.();
  ends[4]?.();
  expect(await Promise.all([all[0], all[2], all[3], late])).toEqual([0, 2, 3, 5]);
});
