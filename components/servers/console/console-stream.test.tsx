import { act, renderHook, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { EnglishTexts } from "@/components/testing/english-texts";
import { answerWith, show } from "@/components/testing/show";
import ConsoleView from "./console-view";
import { useConsole } from "./use-console";

/** A stream of events as the browser opens it. The test decides what arrives. */
class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeStream[] = [];
  readyState = 0;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeStream.opened.push(this);
  }

  close(): void {
    this.readyState = FakeStream.CLOSED;
  }

  send(event: string, data: unknown, lastEventId = ""): void {
    act(() => void this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data), lastEventId })));
  }

  open(): void {
    this.readyState = 1;
    act(() => void this.dispatchEvent(new Event("open")));
  }

  fail(isRefused: boolean): void {
    this.readyState = isRefused ? FakeStream.CLOSED : 0;
    act(() => void this.dispatchEvent(new Event("error")));
  }
}

beforeEach(() => {
  FakeStream.opened = [];
  vi.stubGlobal("EventSource", FakeStream);
});
const stream = () => FakeStream.opened.at(-1) ?? new FakeStream("none");
const lineOf = (text: string) => ({ stream: "stdout", text });

function Console({ isWatching = true }: { isWatching?: boolean }) {
  const feed = useConsole("srv_1", isWatching);
  return <ConsoleView serverId="srv_1" feed={feed} canCommand />;
}

it("shows lines as they come, with the colours of the terminal", async () => {
  answerWith(() => ({}));
  show(<Console />);
  expect(stream().url).toBe("/api/servers/srv_1/console");
  expect(screen.getByText("The console is available while the game runs.")).toBeDefined();
  stream().open();
  expect(screen.getByText("The game has no output yet.")).toBeDefined();
  stream().send("line", lineOf("Done (3.2s)!"), "7");
  stream().send("line", lineOf("\u001b[31mCannot bind\u001b[0m"), "8");
  expect(await screen.findByText("Done (3.2s)!")).toBeDefined();
  const colored = await screen.findByText("Cannot bind");
  expect(colored.style.color).not.toBe("");
});

it("names the lines that were left out", async () => {
  show(<Console />);
  stream().open();
  stream().send("skipped", { lines: 120 });
  expect(await screen.findByText(/120/)).toBeDefined();
});

it("is a region that the keyboard reaches, and that screen readers follow", () => {
  show(<Console />);
  const log = screen.getByRole("log", { name: "Console" });
  expect(log.tabIndex).toBe(0);
});

it("opens a refused stream again, after the last line that it had", async () => {
  vi.useFakeTimers();
  const { result } = renderHook(() => useConsole("srv_1", true), { wrapper: EnglishTexts });
  stream().open();
  expect(result.current.connected).toBe(true);
  stream().send("line", lineOf("one"), "1:7");
  stream().fail(true);
  expect(result.current.connected).toBe(false);
  expect(FakeStream.opened).toHaveLength(1);
  act(() => void vi.advanceTimersByTime(3_000));
  expect(stream().url).toBe("/api/servers/srv_1/console?after=1%3A7");
});

it("leaves a broken stream to the browser, which reconnects by itself", () => {
  vi.useFakeTimers();
  renderHook(() => useConsole("srv_1", true), { wrapper: EnglishTexts });
  stream().open();
  stream().fail(false);
  act(() => void vi.advanceTimersByTime(60_000));
  expect(FakeStream.opened).toHaveLength(1);
});

it("closes the stream when the server stops, and continues where it ended", () => {
  const { result, rerender, unmount } = renderHook(({ on }) => useConsole("srv_1", on), {
    initialProps: { on: true },
    wrapper: EnglishTexts,
  });
  const first = stream();
  first.open();
  first.send("line", lineOf("one"), "5");
  rerender({ on: false });
  expect(first.readyState).toBe(FakeStream.CLOSED);
  expect(result.current.connected).toBe(false);
  rerender({ on: true });
  expect(stream().url).toContain("after=5");
  unmount();
  expect(stream().readyState).toBe(FakeStream.CLOSED);
});

it("keeps the last two minutes of figures", () => {
  const { result } = renderHook(() => useConsole("srv_1", true), { wrapper: EnglishTexts });
  stream().open();
  for (let n = 0; n < 130; n++) {
    stream().send("stats", {
      at: String(n),
      cpuPercent: n,
      memoryBytes: 1,
      networkReceivedBytes: 0,
      networkSentBytes: 0,
    });
  }
  expect(result.current.samples).toHaveLength(120);
  expect(result.current.samples.at(-1)?.cpuPercent).toBe(129);
});
