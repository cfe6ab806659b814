import { expect, it } from "vitest";
import { envSchema } from "@/lib/core/env";
import { isSecretName, maskText } from "./mask";

it.each([
  ["connect to postgres://panel:hunter22@db.example.net/panel", "connect to postgres://[removed]@db.example.net/panel"],
  ["https://token@hooks.example.net/x", "https://[removed]@hooks.example.net/x"],
  ["Authorization: Bearer abc.def", "Authorization: Bearer [removed]"],
  ["refused agt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "refused agt_[removed]"],
  ["mail to ada.lovelace+x@mail.example.net failed", "mail to [address] failed"],
  [`key ${"Ab1_".repeat(12)}`, "key [removed]"],
  ["srv_01m8fwyz4eamnyvw5w7mbqbh6b failed: image_not_found", "srv_01m8fwyz4eamnyvw5w7mbqbh6b failed: image_not_found"],
  ["sha256:short and 10.0.0.1:25565", "sha256:short and 10.0.0.1:25565"],
])("%s", (text, masked) => expect(maskText(text)).toBe(masked));

it("removes known secrets wherever they are, the longest first", () => {
  expect(maskText("pass=correct-horse-battery; correct-horse", ["correct-horse", "correct-horse-battery"])).toBe(
    "pass=[removed]; [removed]",
  );
  expect(maskText("a short value", ["a"])).toBe("a short value");
});

it("shows no variable that holds a secret", () => {
  const shown = Object.keys(envSchema.shape).filter((name) => !isSecretName(name));
  expect(shown).toEqual(expect.arrayContaining(["PORT", "NEXTAUTH_URL", "LOG_LEVEL"]));
  expect(shown.filter((name) => /SECRET|PASSWORD(?!_HASH_COST)|TOKEN|KEY|PEPPER|SMTP|DATABASE_URL/.test(name))).toEqual(
    [],
  );
});
