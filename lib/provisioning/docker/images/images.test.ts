import { describe, expect, test } from "vitest";
import { isReference, pickDigest, withTag } from "./images";
import { PullTracker } from "./pull-progress";

const digest = `sha256:${"a".repeat(64)}`;

test.each([
  ["itzg/minecraft-server", "itzg/minecraft-server:latest"],
  ["itzg/minecraft-server:java21", "itzg/minecraft-server:java21"],
  ["127.0.0.1:5000/game", "127.0.0.1:5000/game:latest"],
  ["127.0.0.1:5000/game:1", "127.0.0.1:5000/game:1"],
  [`game@${digest}`, `game@${digest}`],
])("%s means %s", (reference, expected) => {
  expect(withTag(reference)).toBe(expected);
});

describe("isReference", () => {
  test.each([
    "game",
    "itzg/minecraft-server:java21-alpine",
    "ghcr.io/a/b/c_d--e:1.2.3",
    "127.0.0.1:5000/game:1",
    "localhost/game",
    `game:1@${digest}`,
    digest,
  ])("%s", (text) => {
    expect(isReference(text)).toBe(true);
  });
  test.each([
    "",
    "Game",
    "a b",
    "../containers/x",
    "a/../b",
    "a//b",
    "/a",
    "a/",
    "a:b:c",
    "a?x=1",
    "a#b",
    "a@sha256:12",
    "a\n",
    "ä",
    "a".repeat(600),
  ])("not %j", (text) => {
    expect(isReference(text)).toBe(false);
  });
  test("decides quickly about anything", () => {
    const startedAt = performance.now();
    for (const unit of ["a", "a.", "a-", "-", "a_", "/a", ":1"]) isReference(`${unit.repeat(250)}!`);
    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});

test("the digest is that of the reference's repository", () => {
  const found = [`other/game@${digest}`, `127.0.0.1:5000/game@${digest}`];
  expect(pickDigest("127.0.0.1:5000/game:1", found)).toBe(found[1]);
  expect(pickDigest(`127.0.0.1:5000/game@${digest}`, found)).toBe(found[1]);
  expect(pickDigest("third", found)).toBe(found[0]);
  expect(pickDigest("game", [])).toBeNull();
  expect(pickDigest("game", undefined)).toBeNull();
});

test("progress counts download and unpacking by halves and never goes back", () => {
  const tracker = new PullTracker();
  const steps: [Record<string, unknown>, number | null | undefined][] = [
    [{ status: "Pulling from game", id: "1" }, null],
    [{ status: "Pulling fs layer", id: "a" }, null],
    [{ status: "Pulling fs layer", id: "b" }, null],
    [{ status: "Downloading", id: "a", progressDetail: { current: 50, total: 100 } }, 0.125],
    [{ status: "Downloading", id: "a", progressDetail: {} }, 0.125],
    [{ status: "Download complete", id: "a" }, 0.25],
    [{ status: "Retrying in 5 seconds", id: "b" }, 0.25],
    [{ status: "Already exists", id: "b" }, 0.75],
    [{ status: "Pulling fs layer", id: "late" }, 0.75],
    [{ status: "Extracting", id: "a", progressDetail: { current: 1, total: 1 } }, 0.75],
    [{ status: "Pull complete", id: "late" }, 1],
    [{ status: `Digest: ${digest}` }, 1],
    [{ aux: {} }, undefined],
  ];
  for (const [entry, expected] of steps) expect(tracker.update(entry)?.fraction).toBe(expected);
});

test("progress is in MB, with the total once every layer has begun", () => {
  const tracker = new PullTracker();
  const loading = (id: string, current: number, total: number) => ({
    status: "Downloading",
    id,
    progressDetail: { current: current * 1e6, total: total * 1e6 },
  });
  const steps: [Record<string, unknown>, string][] = [
    [{ status: "Pulling fs layer", id: "a" }, "Pulling fs layer"],
    [{ status: "Pulling fs layer", id: "b" }, "Pulling fs layer"],
    [{ status: "Already exists", id: "known" }, "Already exists"],
    [loading("a", 6, 20), "6 MB downloaded"],
    [loading("b", 1, 4), "7 of 24 MB"],
    [{ status: "Download complete", id: "a" }, "21 of 24 MB"],
    [{ status: "Download complete", id: "b" }, "24 MB downloaded, unpacking"],
    [{ status: "Extracting", id: "a", progressDetail: { current: 1, total: 20e6 } }, "24 MB downloaded, unpacking"],
  ];
  for (const [entry, expected] of steps) expect(tracker.update(entry)?.message).toBe(expected);
});
