import { describe, expect, it } from "vitest";
import { inertData } from "./inert-text";
import { renderMail } from "./render-mail";

const site = { url: "https://panel.example.net", name: "LightNode" };

describe("text in mails", () => {
  it.each(["evil.test/login", "https://evil.test", "//evil.test", "www.evil.test", "ada@evil.test"])(
    "%s is no link, and reads the same",
    async (name) => {
      const { html, text } = await renderMail("test-message", { name }, site, "en");
      for (const part of [html, text]) expect(part).not.toContain(name);
      expect(text.replaceAll("\u2060", "")).toContain(name);
    },
  );

  it.each(["Ada Lovelace", "J. R. Smith", "192.0.2.1", "12:30 UTC", "Chrome 120.0 on Windows"])(
    "%s stays as it is",
    (text) => expect(inertData({ text }, site.url)).toEqual({ text }),
  );

  it("an address of a server can be copied as it is, the server's name is no link", async () => {
    const data = { name: "Ada", before: "play.example.net:25565", after: "play.example.net:25566", comesBack: true };
    const { text } = await renderMail(
      "address-changed",
      { ...data, server: "evil.test/login", link: "https://panel.example.net/servers/s" },
      site,
      "en",
    );
    expect(text).toContain(data.after);
    expect(text).not.toContain("evil.test/login");
  });

  it("links of the panel stay links, foreign ones do not", () => {
    const data = { link: "https://panel.example.net/account#t", nested: [{ link: "https://evil.test/" }] };
    const result = inertData(data, site.url);
    expect(result.link).toBe(data.link);
    expect(result.nested[0]?.link).not.toBe("https://evil.test/");
  });
});
