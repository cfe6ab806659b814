/** What a person recognises of a User-Agent header: browser, system and kind of device. Guessed; never decides anything. */
export type AgentDescription = {
  browser: string;
  os: string;
  device: "computer" | "phone" | "tablet" | "program";
  label: string;
};

const browsers: [RegExp, string][] = [
  [/\bEdgA?\/\d/, "Edge"],
  [/\bOPR\/\d/, "Opera"],
  [/\bSamsungBrowser\/\d/, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\/\d/, "Firefox"],
  [/\b(Chrome|CriOS|HeadlessChrome)\/\d/, "Chrome"],
  [/\bVersion\/[\d.]+.*Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\bWindows NT\b/, "Windows"],
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iOS"],
  [/\biPad\b/, "iPadOS"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const firstMatch = (table: [RegExp, string][], text: string) => table.find(([pattern]) => pattern.test(text))?.[1];

export function describeAgent(userAgent: string | null): AgentDescription {
  const text = userAgent ?? "";
  const browser = firstMatch(browsers, text) ?? (/^([A-Za-z][\w-]{1,30})\//.exec(text)?.[1] || "Unknown program");
  const os = firstMatch(systems, text) ?? "Unknown system";
  const device = deviceOf(text);
  return { browser, os, device, label: os === "Unknown system" ? browser : `${browser} on ${os}` };
}

function deviceOf(text: string): AgentDescription["device"] {
  if (/\biPad\b|\bTablet\b/.test(text) || (/\bAndroid\b/.test(text) && !/\bMobile\b/.test(text))) return "tablet";
  if (/\bMobile\b|\biPhone\b/.test(text)) return "phone";
  return /^Mozilla\//.test(text) ? "computer" : "program";
}
