import { expect, it } from "vitest";
import { formatSize } from "./format-size";

it.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1 KiB"],
  [7_733_248, "7.4 MiB"],
  [512 * 1024 ** 2, "512 MiB"],
  [123.45 * 1024 ** 2, "123 MiB"],
  [1.25 * 1024 ** 3, "1.3 GiB"],
  [5000 * 1024 ** 4, "5000 TiB"],
])("writes %s bytes as %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
