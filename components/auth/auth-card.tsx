import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Logo } from "@/components/brand/logo";
import { LanguageSelect } from "@/components/ui/i18n/language-select";
import classes from "./auth-card.module.css";

/** The frame of the pages before sign-in. */
export function AuthCard({
  title,
  lead,
  children,
  footer,
}: {
  title: string;
  lead: string;
  children: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <Logo />
      </div>
      <div className={classes.card}>
        <Stack gap={4} mb="lg">
          <Title order={1} size="h3">
            {title}
          </Title>
          <Text c="dimmed" size="sm">
            {lead}
          </Text>
        </Stack>
        {children}
      </div>
      {footer ? (
        <Text size="sm" c="dimmed" mt="md">
          {footer}
        </Text>
      ) : null}
      <LanguageSelect />
    </main>
  );
}
