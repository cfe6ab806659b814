import { expect, it } from "vitest";
import { idParams } from "./path-ids";

const id = "srv_01ktest0000000000000000000";

it("accepts the ids of its kind", () => {
  expect(idParams("server").parse({ id })).toEqual({ id });
});

it.each(["", "srv_", `${id}0`, id.replace("srv", "exe"), id.toUpperCase(), "' OR 1=1 --", "\0", "x".repeat(5_000)])(
  "refuses %j with the detail of an id that names nothing",
  (text) => {
    const { error } = idParams("server").safeParse({ id: text });
    expect(error?.issues.map(({ message }) => message)).toEqual(["There is no such server."]);
  },
);

it("takes another detail", () => {
  const { error } = idParams("executorBatch", "There is no such batch.").safeParse({ id });
  expect(error?.issues[0]?.message).toBe("There is no such batch.");
});
