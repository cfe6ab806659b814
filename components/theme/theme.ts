"use client";

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { colors } from "./colors";

/** The panel's theme: greys with a little green, teal for actions, yellow for what is live, and monospace for machine output. */
const teal: MantineColorsTuple = [
  "#e8faf6",
  "#d0f2ea",
  "#a1e6d6",
  "#6dd8bf",
  "#45c9aa",
  "#2bbb9b",
  "#129c80",
  "#0c7a65",
  "#0a6151",
  "#064c40",
];

const ink: MantineColorsTuple = [
  "#e3eae8",
  "#c6d1ce",
  "#a3b1ad",
  "#83928e",
  "#60706c",
  "#35444a",
  "#223033",
  "#172123",
  "#101819",
  "#0a1112",
];

const sansFonts =
  "var(--font-sans), var(--font-sans-extended), var(--font-sans-cyrillic), system-ui, 'Segoe UI', 'Noto Sans Arabic', Tahoma, sans-serif";

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: 7,
  colors: { teal, dark: ink },
  fontFamily: sansFonts,
  fontFamilyMonospace: "var(--font-mono), ui-monospace, monospace",
  headings: { fontFamily: sansFonts, fontWeight: "600" },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    // A typed value is refused by the rule that it breaks, never changed.
    NumberInput: { defaultProps: { clampBehavior: "none" } },
    // A dialog's title bar must not be a second banner landmark of the page.
    ModalHeader: { defaultProps: { component: "div" } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, ...colors });
