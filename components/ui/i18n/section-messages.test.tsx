import { render } from "@testing-library/react";
import { NextIntlClientProvider, useTranslations } from "next-intl";
import { useEffect } from "react";
import { expect, it, vi } from "vitest";
import { MergedMessages } from "./merged-messages";

// Texts of a section beside those of the layout around it, in the way that SectionMessages gives them.
const outer = { ui: { dialog: { cancel: "Cancel" } } };
const page = (locale: "en" | "de", saved: string, content: React.ReactNode) => (
  <NextIntlClientProvider locale={locale} timeZone="UTC" messages={outer}>
    <MergedMessages messages={{ notifications: { channels: { saved } } }}>{content}</MergedMessages>
  </NextIntlClientProvider>
);

function Shown({ onText }: { onText: (text: string) => void }) {
  const t = useTranslations("notifications.channels");
  const tDialog = useTranslations("ui.dialog");
  useEffect(() => onText(t("saved")), [t, onText]);
  return `${t("saved")} ${tDialog("cancel")}`;
}

it("adds to the texts around it, keeps `t` over a refresh, and follows the language", () => {
  const onText = vi.fn();
  const shown = <Shown onText={onText} />;
  const { container, rerender } = render(page("en", "Saved.", shown));
  expect(container.textContent).toBe("Saved. Cancel");
  rerender(page("en", "Saved.", shown));
  expect(onText).toHaveBeenCalledTimes(1);
  rerender(page("de", "Gespeichert.", shown));
  expect(container.textContent).toBe("Gespeichert. Cancel");
});
