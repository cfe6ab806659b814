// @vitest-environment jsdom
import { afterEach, expect, it, vi } from "vitest";
import { claimMemory, forget, recall, remember } from "./browser-memory";

const isText = (value: unknown): value is string => typeof value === "string";

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
});

it("keeps values for one person, in the browser or in the tab", () => {
  claimMemory("usr_1");
  remember("a", "kept");
  remember("b", "here", "tab");
  claimMemory("usr_1");
  expect(recall("a", isText)).toBe("kept");
  expect(recall("b", isText, "tab")).toBe("here");
  forget("a");
  expect(recall("a", isText)).toBeNull();
});

it("gives nothing to the next person, and leaves alone what others keep", () => {
  claimMemory("usr_1");
  remember("a", "kept");
  remember("b", "here", "tab");
  localStorage.setItem("mantine-color-scheme-value", "dark");
  claimMemory("usr_2");
  expect(recall("a", isText)).toBeNull();
  expect(recall("b", isText, "tab")).toBeNull();
  expect(localStorage.getItem("mantine-color-scheme-value")).toBe("dark");
});

it("keeps nothing of another shape, and does without storage", () => {
  remember("a", 7);
  expect(recall("a", isText)).toBeNull();
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new Error("forbidden");
  });
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("full");
  });
  remember("a", "kept");
  claimMemory("usr_1");
  expect(recall("a", isText)).toBeNull();
});
