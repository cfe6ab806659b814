import { screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { showIn } from "@/components/testing/show-in";
import { locales } from "@/lib/i18n/contract";
import type { StartStepView } from "@/lib/platform/dashboard/contract";
import { HostedCounts } from "./hosted-overview";
import { StartList } from "./start-list";

const ids = ["factor", "server", "invite", "mail", "backups"] as const;
const steps: StartStepView[] = ids.map((id) => ({ id, href: `/${id}`, isDone: id === "server" }));

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser
  document.cookie = "ln-start=; path=/; max-age=0";
});

it.each(locales)("has a title and a text for each step, in %s", async (locale) => {
  const { container } = showIn(locale, <StartList steps={steps} />);
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["/factor", "/invite", "/mail", "/backups"]);
  expect(new Set(links.map((link) => link.textContent)).size).toBe(4);
  // What is done is no link, and a screen reader says that it is done.
  expect(container.querySelectorAll("li[data-done]")).toHaveLength(1);
});

it.each([
  ["en", "Protect your account", "Add a passkey or a code app."],
  ["de", "Schützen Sie Ihr Konto", "Fügen Sie einen Passkey oder eine Code-App hinzu."],
  ["es", "Proteja su cuenta", "Añada una llave de acceso o una aplicación de códigos."],
  ["ar", "احمِ حسابك", "أضف مفتاح مرور أو تطبيق رموز."],
] as const)("begins with the account, in %s", async (locale, title, text) => {
  showIn(locale, <StartList steps={steps} />);
  expect(screen.getByRole("link", { name: title }).getAttribute("href")).toBe("/factor");
  expect(screen.getByText(text)).toBeDefined();
});

it("is gone when all is done", async () => {
  const { container } = showIn("es", <StartList steps={steps.map((step) => ({ ...step, isDone: true }))} />);
  expect(container.querySelector("section")).toBeNull();
});

const zones = { kind: "dns-zone", label: "DNS zones", href: "/dns", used: 2, max: 10, byStatus: { active: 2 } };

it.each([
  ["en", "DNS zones"],
  ["de", "DNS-Zonen"],
  ["es", "Zonas DNS"],
  ["ar", "مناطق DNS"],
] as const)(
  "names kinds of hosted services in %s, and shows the label of a kind that it does not know",
  async (locale, name) => {
    showIn(locale, <HostedCounts kinds={[zones, { ...zones, kind: "list", label: "Lists", href: "/lists" }]} />);
    expect(screen.getByRole("link", { name }).getAttribute("href")).toBe("/dns");
    expect(screen.getByRole("link", { name: "Lists" }).getAttribute("href")).toBe("/lists");
  },
);
