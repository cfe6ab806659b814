import { MantineProvider } from "@mantine/core";
import { NextIntlClientProvider } from "next-intl";
import { createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { englishMessages } from "@/components/testing/english-messages";
import { declaredErrors } from "@/lib/core/errors";
import { handlersOf } from "@/lib/http/openapi";
import { routes } from "../api/openapi.json/generated/routes";
import ApiPage from "./api/page";
import ErrorsPage from "./errors/page";

function render(page: FunctionComponent): string {
  const shown = createElement(MantineProvider, null, createElement(page));
  const texts = { locale: "en" as const, timeZone: "UTC", messages: englishMessages, children: shown };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, texts));
}

describe("the documentation pages", () => {
  it("show every call with its permission and fields", () => {
    const html = render(ApiPage);
    for (const [path, module] of Object.entries(routes)) {
      expect(html).toContain(`${path.replace(/\[(\w+)\]/g, "{$1}")}</a>`);
      for (const { handler } of handlersOf(module)) {
        if (handler.definition.permission) expect(html).toContain(`<code>${handler.definition.permission}</code>`);
      }
    }
    expect(html).toContain("at least 0.5, at most 1024");
    const ids = [...html.matchAll(/<article id="(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("show every error code under the anchor that problem documents point to", () => {
    const html = render(ErrorsPage);
    expect(declaredErrors().size).toBeGreaterThan(25);
    for (const code of declaredErrors().keys()) expect(html).toContain(`id="${code}"`);
  });
});
