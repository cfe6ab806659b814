import { expect, it } from "vitest";
import { directionOf, locales } from "@/lib/i18n/contract";
import type { MailData, MailTemplate } from "./messages/registry";
import { renderMail } from "./render-mail";

const site = { url: "https://panel.example.net", name: "LightNode" };
const link = `${site.url}/account`;
const where = { at: "2026-05-04 10:00 UTC", address: null, device: "Firefox on Linux" };
const name = "Ada";

const samples: { [T in MailTemplate]: MailData<T>[] } = {
  "verify-email": [
    { link, isNewAccount: true },
    { link, isNewAccount: false },
  ],
  "channel-notice": [
    { kind: "k", severity: "info", title: "T", body: "B", href: "/alerts", at: "2026-05-04T10:00:00.000Z" },
  ],
  "account-exists": [{ name, link }],
  "account-erased": [
    { name, isOwn: true },
    { name, isOwn: false },
  ],
  "password-reset": [{ name, link }],
  "security-notice": [{ ...where, name, link, event: "email_changed" }],
  "security-alert": [{ name, link, at: where.at, alert: "locked", reasons: [] }],
  "sign-in-code": [{ code: "123456", minutes: 10 }],
  "new-device": [{ ...where, name, link, place: null }],
  "factor-changed": [
    { ...where, name, link, change: "reset", method: null },
    { ...where, name, link, change: "backup_code_used", method: "totp" },
  ],
  "factor-reset-requested": [{ name, link, reason: "lost it", due: where.at }],
  "address-changed": [{ name, link, server: "S", before: "192.0.2.1:1", after: "192.0.2.1:2", comesBack: true }],
  "server-failed": [{ name, link, server: "S", failure: "crash", reason: "R" }],
  notice: [{ name, title: "T", paragraphs: ["P"], action: { label: "L", link } }],
  "status-confirm": [{ link }],
  "status-update": [{ title: "T", state: "resolved", text: "X", page: link, stop: link }],
  "test-message": [{ name }],
};

it.each(Object.entries(samples))("%s is written in every language, in its direction", async (template, data) => {
  for (const one of data) {
    const mails = await Promise.all(locales.map((locale) => renderMail(template, one, site, locale)));
    mails.forEach(({ subject, html, text }, index) => {
      const locale = locales[index] ?? "en";
      expect(html).toContain(`lang="${locale}"`);
      expect(html).toContain(`dir="${directionOf(locale)}"`);
      expect(subject + text).not.toMatch(/[{}]|undefined/);
    });
    expect(new Set(mails.map(({ text }) => text)).size).toBe(locales.length);
  }
});
