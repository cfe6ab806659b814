import type { Chart, Plugin } from "chart.js";

/**
 * What is drawn over a chart, and the pointer: lines of events, the crosshair that all charts of a page share, and the part
 * that is being selected. Own code instead of two plugins of 25 kB, which bring gestures that this page does not have.
 */
export type Marks = {
  events: readonly { atMs: number }[];
  /** Parts of time in which an alert fired. */
  periods: readonly { fromMs: number; toMs: number; color: string }[];
  thresholds: readonly { value: number; color: string }[];
  color: string;
};

/** The time under the pointer, for all charts that share it. */
export class Crosshair {
  #charts = new Set<Chart>();
  atMs: number | null = null;

  add(chart: Chart): void {
    this.#charts.add(chart);
  }

  remove(chart: Chart): void {
    this.#charts.delete(chart);
  }

  move(atMs: number | null): void {
    if (this.atMs === atMs) return;
    this.atMs = atMs;
    for (const chart of this.#charts) chart.draw();
  }
}

type Options = { marks: () => Marks; crosshair: Crosshair; onSelect: (fromMs: number, toMs: number) => void };

const smallestPixels = 8;

export function marksPlugin({ marks, crosshair, onSelect }: Options): Plugin<"line"> {
  let start: number | null = null;
  let end: number | null = null;
  return {
    id: "marks",
    afterInit: (chart) => crosshair.add(chart),
    afterDestroy: (chart) => crosshair.remove(chart),
    afterEvent(chart, { event }) {
      const { left, right } = chart.chartArea;
      const x = Math.min(right, Math.max(left, event.x ?? left));
      const time = chart.scales.x?.getValueForPixel(x) ?? null;
      const isOut = event.type === "mouseout";
      crosshair.move(isOut ? null : time);
      const native = event.native;
      if (event.type === "mousedown" && native instanceof MouseEvent && native.button === 0) start = x;
      if (event.type === "mousemove" && start !== null) end = x;
      if (event.type === "mouseup" || isOut) {
        const [from, to] = [Math.min(start ?? 0, end ?? 0), Math.max(start ?? 0, end ?? 0)];
        const isChosen = start !== null && end !== null && to - from >= smallestPixels;
        [start, end] = [null, null];
        const pixels = chart.scales.x;
        if (isChosen && pixels) onSelect(pixels.getValueForPixel(from) ?? 0, pixels.getValueForPixel(to) ?? 0);
      }
    },
    afterDatasetsDraw(chart) {
      const { ctx, chartArea, scales } = chart;
      const { events, periods, thresholds, color } = marks();
      ctx.save();
      for (const period of periods) band(chart, period);
      for (const { atMs } of events) vertical(chart, scales.x?.getPixelForValue(atMs), color, [3, 3]);
      for (const { value, color: ink } of thresholds) horizontal(chart, scales.y?.getPixelForValue(value), ink);
      if (crosshair.atMs !== null) vertical(chart, scales.x?.getPixelForValue(crosshair.atMs), color, []);
      if (start !== null && end !== null) {
        ctx.fillStyle = "rgba(18,156,128,.18)";
        ctx.fillRect(Math.min(start, end), chartArea.top, Math.abs(end - start), chartArea.bottom - chartArea.top);
      }
      ctx.restore();
    },
  };
}

function vertical({ ctx, chartArea }: Chart, x: number | undefined, color: string, dash: number[]): void {
  if (x === undefined || x < chartArea.left || x > chartArea.right) return;
  line(ctx, color, dash, [x, chartArea.top, x, chartArea.bottom]);
}

function horizontal({ ctx, chartArea }: Chart, y: number | undefined, color: string): void {
  if (y === undefined || y < chartArea.top || y > chartArea.bottom) return;
  line(ctx, color, [6, 4], [chartArea.left, y, chartArea.right, y]);
}

/** Light over the whole height, with a strip at the top, so that it is seen on any figure. */
function band({ ctx, chartArea, scales }: Chart, { fromMs, toMs, color }: Marks["periods"][number]): void {
  const { left, right, top, bottom } = chartArea;
  const [from, to] = [scales.x?.getPixelForValue(fromMs) ?? 0, scales.x?.getPixelForValue(toMs) ?? 0];
  const [start, end] = [Math.max(left, from), Math.min(right, Math.max(to, from + 2))];
  if (end <= start) return;
  ctx.fillStyle = `${color}1f`;
  ctx.fillRect(start, top, end - start, bottom - top);
  ctx.fillStyle = color;
  ctx.fillRect(start, top, end - start, 3);
}

type Ends = [x1: number, y1: number, x2: number, y2: number];

function line(ctx: CanvasRenderingContext2D, color: string, dash: number[], [x1, y1, x2, y2]: Ends): void {
  ctx.beginPath();
  ctx.setLineDash(dash);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1;
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}
