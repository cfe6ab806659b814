"use client";

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The panel's theme: neutral greys, one teal for actions, and monospace for machine output. */
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

const slate: MantineColorsTuple = [
  "#e6e9ee",
  "#c9d0d9",
  "#a9b3c0",
  "#8793a3",
  "#64707f",
  "#39434f",
  "#262e38",
  "#1a2129",
  "#12171d",
  "#0c1014",
];

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: 7,
  colors: { teal, dark: slate },
  fontFamily: "var(--font-geist-sans), system-ui, sans-serif",
  fontFamilyMonospace: "var(--font-geist-mono), ui-monospace, monospace",
  headings: { fontFamily: "var(--font-geist-sans), system-ui, sans-serif", fontWeight: "600" },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  cursorType: "pointer",
  respectReducedMotion: true,
  focusRing: "auto",
  components: {
    // A typed value is refused by the rule that it breaks, never changed.
    NumberInput: { defaultProps: { clampBehavior: "none" } },
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    // A dialog's title bar must not be a second banner landmark of the page.
    ModalHeader: { defaultProps: { component: "div" } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f6f7f9",
    "--mantine-color-text": "#171d24",
    "--mantine-color-dimmed": "#56616e",
    "--mantine-color-default": "#ffffff",
    "--mantine-color-default-border": "#d9dee4",
    "--mantine-color-placeholder": "#6b7684",
    // The texts of errors below fields: 4.5 to 1 on every surface (WCAG 2.2, 1.4.3).
    "--mantine-color-error": "#c22121",
    "--ln-surface": "#ffffff",
    "--ln-sunken": "#eef1f4",
    "--ln-line": "#e1e5ea",
  },
  dark: {
    "--mantine-color-body": "#0e1318",
    "--mantine-color-text": "#dfe5ec",
    "--mantine-color-dimmed": "#97a3b1",
    "--mantine-color-default": "#171e26",
    "--mantine-color-default-border": "#2c3642",
    "--mantine-color-placeholder": "#8592a1",
    "--mantine-color-error": "#ff8a8a",
    "--ln-surface": "#151b22",
    "--ln-sunken": "#0b0f13",
    "--ln-line": "#242d37",
  },
});
