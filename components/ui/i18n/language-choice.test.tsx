import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { LanguageCard } from "@/components/account/language-card";
import { answerWith, refusal, show } from "@/components/testing/show";
import { showIn } from "@/components/testing/show-in";
import { localeNames, locales } from "@/lib/i18n/contract";
import { LanguageSelect } from "./language-select";
import { TimeZoneWatch } from "./time-zone-watch";

const cookie = (name: string) =>
  document.cookie
    .split("; ")
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1);

afterEach(() => {
  vi.unstubAllGlobals();
  for (const name of ["lightnode_locale", "lightnode_time_zone"]) {
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
    document.cookie = `${name}=; path=/; max-age=0`;
  }
});

it("before sign-in: names each language in itself, and keeps the choice in this browser", async () => {
  const { user } = show(<LanguageSelect />);
  const select = screen.getByRole("combobox", { name: "Language" });
  const options = within(select).getAllByRole("option");
  expect(options.map((option) => option.textContent)).toEqual(locales.map((locale) => localeNames[locale]));
  expect(options.map((option) => option.getAttribute("lang"))).toEqual([...locales]);
  await user.selectOptions(select, "العربية");
  expect(cookie("lightnode_locale")).toBe("ar");
});

it.each(locales)("shows the present language as chosen, in %s", async (locale) => {
  showIn(locale, <LanguageSelect />);
  expect(screen.getByRole("combobox")).toHaveProperty("value", locale);
});

it("in the account: sends the choice, and keeps it in this browser too", async () => {
  const calls = answerWith(() => ({ body: { locale: "de" } }));
  const { user } = show(<LanguageCard />);
  expect(screen.getByRole("radio", { name: "English" })).toHaveProperty("checked", true);
  await user.click(screen.getByRole("radio", { name: "Deutsch" }));
  await waitFor(() => expect(cookie("lightnode_locale")).toBe("de"));
  expect(calls).toMatchObject([{ method: "PATCH", path: "/api/account", body: { locale: "de" } }]);
});

it("in the account: a choice that is refused changes nothing, and says why", async () => {
  answerWith(() => refusal(503, "The database does not answer."));
  const { user, toasts } = show(<LanguageCard />);
  await user.click(screen.getByRole("radio", { name: "Español" }));
  await waitFor(() => expect(toasts).toHaveLength(1));
  expect(screen.getByRole("radio", { name: "English" })).toHaveProperty("checked", true);
  expect(cookie("lightnode_locale")).toBeUndefined();
});

it("keeps the time zone of the browser when the page was written in another one", async () => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  show(<TimeZoneWatch />);
  expect(cookie("lightnode_time_zone")).toBe(timeZone === "UTC" ? undefined : timeZone);
});
