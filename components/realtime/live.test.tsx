import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { useExecutorChanges } from "@/components/executors/fleet/use-executor-changes";
import { useLiveStatuses } from "@/components/servers/use-live-statuses";

// Without a socket. Events over a real one are tested by client.test.ts and by the journeys.
beforeEach(() => void vi.useFakeTimers());

it("refreshes the states of servers every five seconds, until the page is left", () => {
  const refresh = vi.fn();
  const { result, unmount } = renderHook(() => useLiveStatuses("c", refresh, []));
  expect(result.current).toEqual({});
  act(() => vi.advanceTimersByTime(10_000));
  expect(refresh).toHaveBeenCalledTimes(2);
  unmount();
  vi.advanceTimersByTime(10_000);
  expect(refresh).toHaveBeenCalledTimes(2);
});

it("looks at an executor every five seconds, until the page is left", () => {
  const look = vi.fn();
  const { result, unmount } = renderHook(() => useExecutorChanges("c", "exr_1", look));
  expect(result.current).toBe(false);
  act(() => vi.advanceTimersByTime(15_000));
  expect(look).toHaveBeenCalledTimes(3);
  unmount();
  vi.advanceTimersByTime(15_000);
  expect(look).toHaveBeenCalledTimes(3);
});
