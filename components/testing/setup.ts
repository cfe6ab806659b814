import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// What Mantine asks of a browser and jsdom does not have.
window.matchMedia = (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => {},
  removeListener: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
  dispatchEvent: () => false,
});
class NoResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.ResizeObserver = NoResizeObserver;
/** A stream that never answers. */
class SilentStream extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 0;
  close(): void {
    this.readyState = SilentStream.CLOSED;
  }
}
Object.assign(globalThis, { EventSource: SilentStream });
Element.prototype.scrollIntoView = () => {};
HTMLCanvasElement.prototype.getContext = () => null;
Object.defineProperty(document, "fonts", { value: { addEventListener: () => {}, removeEventListener: () => {} } });

// There is no canvas to draw on. The figures are in the text beside each chart.
vi.mock("react-chartjs-2", () => ({ Line: () => null, Bar: () => null }));

// Without the whole document in each message.
configure({
  asyncUtilTimeout: 5_000,
  getElementError: (message) => new Error(message ?? "not found"),
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
