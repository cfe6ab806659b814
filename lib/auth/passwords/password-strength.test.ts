import { describe, expect, test } from "vitest";
import { passwordWeakness } from "./password-strength";

const ada = { email: "ada.lovelace@engines.example", name: "Ada Lovelace" };
const weaknessOf = (password: string) => passwordWeakness(password, ada, "panel.example.net");

describe("passwords that are refused", () => {
  test.each([
    "Password1!",
    "password",
    "12345678",
    "Qwerty123!",
    "P@ssw0rd123",
    "Sunshine2024",
    "zxcvbnm1",
    "letmein123",
    "iloveyou2",
    "testpassword",
    "hunter2hunter2",
  ])("%s: common or leaked", async (password) => {
    expect(await weaknessOf(password)).toMatch(/common or leaked/);
  });

  test.each(["lovelace1", "Ada.Lovelace!", "LightNode99", "engines.example1", "panel.example.net"])(
    "%s: the account's own words",
    async (password) => {
      expect(await weaknessOf(password)).toMatch(/name/);
    },
  );
});

describe("passwords that are taken", () => {
  test.each([
    "correct horse battery staple",
    "x7Kp29Lq",
    `${" ".repeat(20)}😀`,
    "𝔘".repeat(64),
    "lovelace likes her long engines",
    "winterfell falls",
  ])("%s", async (password) => {
    expect(await weaknessOf(password)).toBeNull();
  });

  test("the longest and most confusing one is judged in well under a second", async () => {
    const hostile = Array.from({ length: 256 }, (_, index) => "password1qaz@$"[(index * 7) % 14]).join("");
    const startedAt = performance.now();
    await weaknessOf(hostile.slice(0, 19));
    await weaknessOf(hostile);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
