import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { english } from "@/components/testing/english";
import { ConsoleStore, keptLines, type Screen, skippedText } from "./console-store";

const describeSkipped = (lines: number, more: boolean) => skippedText(english("servers.console"), lines, more);

let frames: (() => void)[] = [];
beforeEach(() => {
  frames = [];
  vi.stubGlobal("requestAnimationFrame", (draw: () => void) => frames.push(draw));
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** All drawings until nothing waits, at 60 frames a second. */
const draw = () => {
  for (let frame = frames.shift(); frame; frame = frames.shift()) {
    vi.advanceTimersByTime(16);
    frame();
  }
};
const texts = ({ blocks }: Screen) =>
  blocks.flatMap(({ lines }) => lines.map(({ parts }) => parts.map(({ text }) => text).join("")));

describe("the console store", () => {
  it("renders a limited number of lines at a time, however many arrived", () => {
    const store = new ConsoleStore(describeSkipped);
    let drawings = 0;
    store.subscribe(() => drawings++);
    for (let index = 0; index < 250; index++) store.add({ stream: "stdout", text: `l${index}` });
    expect(texts(store.getScreen())).toEqual([]);
    expect(frames).toHaveLength(1);
    draw();
    expect(drawings).toBe(3);
    expect(texts(store.getScreen())).toEqual(Array.from({ length: 250 }, (_, index) => `l${index}`));
  });

  it("counts a dropped mark for the lines that it stands for", () => {
    const store = new ConsoleStore(describeSkipped);
    store.add({ stream: "skipped", text: "", left: { lines: 5_000, more: true } });
    for (let index = 0; index < 2 * keptLines; index++) store.add({ stream: "stdout", text: `l${index}` });
    draw();
    // 550 of 1,201 entries were kept: the mark and 650 lines were not.
    expect(texts(store.getScreen())[0]).toMatch(/^5,650 lines and more left out/);
  });

  it("keeps the newest lines, marks that earlier ones were removed, and does not change full blocks", () => {
    const store = new ConsoleStore(describeSkipped);
    for (let round = 0; round < 30; round++) {
      for (let index = 0; index < 100; index++) store.add({ stream: "stdout", text: `l${round * 100 + index}` });
      draw();
    }
    const before = store.getScreen();
    expect(texts(before)).toHaveLength(keptLines);
    expect(texts(before).at(-1)).toBe("l2999");
    expect(before.isCut).toBe(true);
    store.add({ stream: "stdout", text: "one more" });
    draw();
    const after = store.getScreen();
    expect(after.blocks.slice(0, -1)).toEqual(before.blocks.slice(1));
    expect(after.blocks.slice(0, -1).every((block, index) => block === before.blocks[index + 1])).toBe(true);
  });

  it("marks what it drops while nothing can be rendered", () => {
    const store = new ConsoleStore(describeSkipped);
    for (let index = 0; index < 2 * keptLines + 1; index++) store.add({ stream: "stdout", text: `l${index}` });
    draw();
    const [first, ...rest] = texts(store.getScreen());
    expect([first, ...rest.slice(0, 1)]).toEqual([
      "651 lines left out: the game writes faster than can be shown.",
      "l651",
    ]);
    expect(rest.at(-1)).toBe("l1200");
  });
});
