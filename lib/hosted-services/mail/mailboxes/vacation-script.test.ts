import { expect, it } from "vitest";
import { vacationScript } from "./vacation-script";

const answer = { enabled: true, subject: "", text: "Away", from: null, until: null };

it("there is none while it is off", () => {
  expect(vacationScript("a@x.example", null)).toBeNull();
  expect(vacationScript("a@x.example", { ...answer, enabled: false })).toBeNull();
});

it("answers always without days", () => {
  expect(vacationScript("a@x.example", answer)).toBe(
    'require ["vacation"];\nvacation :days 1 :addresses ["a@x.example"] "Away";\n',
  );
});

it("answers between the days", () => {
  const script = vacationScript("a@x.example", { ...answer, from: "2026-12-24", until: "2026-12-31" });
  expect(script).toContain('currentdate :value "ge" "date" "2026-12-24", currentdate :value "le" "date" "2026-12-31"');
  expect(vacationScript("a@x.example", { ...answer, until: "2026-12-31" })).not.toContain('"ge"');
});

it("keeps what is typed inside of the string", () => {
  const script = vacationScript("a@x.example", { ...answer, subject: 'Re: "x"', text: 'a"; discard; \\ \n.' });
  expect(script).toContain(':subject "Re: \\"x\\"" "a\\"; discard; \\\\ \r\n.";');
});
