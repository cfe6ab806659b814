import type { RequestListener } from "node:http";
import { expect, it } from "vitest";
import { warmUp } from "./warm-up";

it("asks for programs' routes without calling them, then for pages, for as long as it was given", async () => {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end();
  };
  const startedAt = performance.now();
  await warmUp(listener, 60);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(asked).toContain("OPTIONS /api/executor/config");
  expect(asked.filter((line) => line.startsWith("GET") || line.startsWith("OPTIONS"))).toEqual(asked);
  expect(asked.filter((line) => line === "GET /servers")).toHaveLength(1);
  expect(asked.filter((line) => line === "GET /sign-in").length).toBeGreaterThan(1);
});

it("ends when what it asks for fails", async () => {
  await warmUp((request) => request.socket.destroy(), 30);
});
