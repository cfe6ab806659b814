"use client";

import { DirectionProvider, MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import { createQueryClient } from "./query-client";
import { cssVariables, theme } from "./theme";

type Props = { children: ReactNode; nonce: string; direction: "ltr" | "rtl" };

export function Providers({ children, nonce, direction }: Props) {
  const [queryClient] = useState(createQueryClient);
  const close = useTranslations("theme")("close");
  const localTheme = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: { Modal: { defaultProps: { closeButtonProps: { "aria-label": close } } } },
      }),
    [close],
  );
  return (
    <QueryClientProvider client={queryClient}>
      <DirectionProvider initialDirection={direction}>
        <MantineProvider
          theme={localTheme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
          getStyleNonce={() => nonce}
        >
          {children}
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  );
}
