import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTerminalLine } from "./terminal-line";

const esc = "\u001b";
const shown = (text: string) =>
  readTerminalLine(text)
    .parts.map((part) => part.text)
    .join("");

describe("a line of a terminal", () => {
  it.each([
    ["plain text", "[12:00:00] Done (3.2s)!", "[12:00:00] Done (3.2s)!"],
    ["colours", `${esc}[32mgreen${esc}[0m and ${esc}[1;38;5;208morange${esc}[m`, "green and orange"],
    ["a colour in the 8-bit form", "\u009b31mred", "red"],
    ["section signs", "§aOnline§r: §l§cAda §7[staff]", "Online: Ada [staff]"],
    ["a section sign that is one", "see §§ 12 and § 5 of the rules, 5§", "see §§ 12 and § 5 of the rules, 5§"],
    ["a progress that overwrites itself", "10 %\r50 %\r100 %", "100 %"],
    ["overwriting that is shorter", "abcdef\rXY", "XYcdef"],
    [
      "a prompt that the next line overwrites",
      `> \r${esc}[K[12:00:00 INFO]: Ada joined`,
      "[12:00:00 INFO]: Ada joined",
    ],
    ["a whole line erased", `old text${esc}[2K\rnew`, "new"],
    ["the part before the cursor erased", `abc${esc}[2D${esc}[1Kx`, " xc"],
    ["backspaces", "abc\b\bX", "aXc"],
    ["cursor movement", `abc${esc}[1Gx${esc}[2Cy`, "xbcy"],
    ["a tab", "a\tb", "a       b"],
    ["a window title", `${esc}]0;Minecraft server\u0007started`, "started"],
    ["a link", `${esc}]8;;https://example.net${esc}\\text${esc}]8;;${esc}\\`, "text"],
    ["bells and other controls", "a\u0007b\u0000c\u007fd", "abcd"],
    ["modes and other sequences", `${esc}[?25lhidden cursor${esc}[?25h${esc}(B${esc}=${esc}>`, "hidden cursor"],
    ["a sequence that is cut off", `text${esc}[3`, "text"],
    ["emoji", "\u{1f600}\r\u{1f601}!", "\u{1f601}!"],
    ["a cursor far away", `a${esc}[999999999Gb`, "a"],
  ])("%s", (_what, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it("keeps a colour until it is reset, also in the next line; a section sign's ends with its line", () => {
    const first = readTerminalLine(`${esc}[31mone`);
    expect(first.end).toEqual({ color: "#ff7b7b" });
    const second = readTerminalLine("two", first.end);
    expect(second.parts).toEqual([{ text: "two", style: { color: "#ff7b7b" } }]);
    expect(readTerminalLine(`three${esc}[39m`, second.end).end).toBeNull();
    expect(readTerminalLine("§cfour").end).toBeNull();
  });

  it("shows dark colours so that they can be read", () => {
    expect(readTerminalLine(`${esc}[38;2;0;0;0mblack`).parts[0]?.style?.color).toBe("rgb(130 130 130)");
    expect(readTerminalLine(`${esc}[30mblack`).parts[0]?.style?.color).toBe("#8b98a6");
  });

  it("never throws, prints no control character, and takes time that grows with the line only", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(esc, `${esc}[`, "\r", "\b", "§", "9", ";", "m", "K"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
        expect(shown(pieces.join(""))).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
    const startedAt = performance.now();
    readTerminalLine(`${esc}[9999G`.repeat(1200));
    readTerminalLine(`${esc}[`.repeat(4096));
    readTerminalLine(`${esc}]`.repeat(4096));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
