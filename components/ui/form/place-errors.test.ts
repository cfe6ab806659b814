import { expect, it } from "vitest";
import { ApiError } from "@/lib/http/client/problem";
import { placeErrors } from "./place-errors";

const refused = (...errors: { path: string; message: string }[]) =>
  new ApiError({ title: "", status: 422, detail: "Refused.", code: "validation_failed", requestId: "", errors });
const isField = (name: string) => name === "name" || name.startsWith("settings.");

it("puts the first message of each field beside it", () => {
  const error = refused({ path: "name", message: "Too long." }, { path: "name", message: "Not allowed." });
  expect(placeErrors(error, isField)).toEqual({ fields: { name: "Too long." }, rest: null });
});

it("keeps messages of paths that are no field of the form", () => {
  const error = refused(
    { path: "settings.port", message: "Use a port." },
    { path: "settings", message: "Too many settings." },
    { path: "token", message: "Too many settings." },
  );
  expect(placeErrors(error, isField)).toEqual({
    fields: { "settings.port": "Use a port." },
    rest: "Too many settings.",
  });
});

it("finds the field of a path with another name", () => {
  const error = refused({ path: "seconds", message: "Too short." });
  const nameOf = (path: string) => (path === "seconds" ? "minutes" : path);
  expect(placeErrors(error, (name) => name === "minutes", nameOf).fields).toEqual({ minutes: "Too short." });
});

it("explains everything else", () => {
  expect(placeErrors(refused(), isField)).toEqual({ fields: {}, rest: "Refused." });
  expect(placeErrors(new TypeError("x"), isField)).toEqual({ fields: {}, rest: "An error occurred. Try again." });
  expect(placeErrors(new TypeError("x"), isField, undefined, () => "Cancelled.").rest).toBe("Cancelled.");
});
