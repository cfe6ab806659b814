import { afterAll, beforeAll, expect, test } from "vitest";
import { noOrigin } from "@/lib/access/actor";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makePerson } from "@/lib/testing/people";
import { prepareSignIn } from "./sign-in-flow";

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment({ RATE_LIMIT_FACTOR: "1" });
});
afterAll(() => environment.close());

test("the account that is counted is the one that is checked, however it is spelled", async () => {
  const person = await makePerson();
  let caller = 0;
  const enter = (email: string, password: string) => {
    const origin = { ...noOrigin, ip: `198.51.100.${++caller}` };
    const visit = { origin, previousToken: null, deviceToken: null, challengeToken: null };
    return prepareSignIn(visit, { email, password }).then((signIn) => signIn());
  };
  for (let blanks = 0; blanks < 5; blanks++) {
    const spelled = `${" ".repeat(blanks * 60)}${person.email.toUpperCase()} `;
    expect((await enter(spelled, "wrong password")).outcome).toBe("invalid_credentials");
  }
  await expect(enter(`${" ".repeat(250)}${person.email}`, person.password)).rejects.toMatchObject({
    code: "rate_limited",
  });
});
