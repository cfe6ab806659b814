import { expect, it } from "vitest";
import { describeAgent } from "./describe-agent";

const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0";

it.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`, "Chrome on Windows", "computer"],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/140.0`, "Edge on Windows", "computer"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux", "computer"],
  [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${chrome} Mobile Safari/537.36`, "Chrome on Android", "phone"],
  [`Mozilla/5.0 (Linux; Android 15; SM-X700) ${chrome} Safari/537.36`, "Chrome on Android", "tablet"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E Safari/604.1",
    "Safari on iOS",
    "phone",
  ],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15", "Safari on macOS", "computer"],
  ["curl/8.14.1", "curl", "program"],
  ["", "Unknown program", "program"],
  [null, "Unknown program", "program"],
  ["<script>alert(1)</script>", "Unknown program", "program"],
])("%s is %s", (agent, label, device) => {
  expect(describeAgent(agent)).toMatchObject({ label, device });
});
