"use client";

import { NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import type { ExecutorConfig, ExecutorSettings } from "@/lib/executors/config/contract";
import { NamedValues } from "./named-values";

type Props = {
  value: ExecutorSettings;
  /** What an empty field means: the layers below. */
  below: ExecutorConfig;
  /** By path within the layer, such as `features.x`. */
  errors: Record<string, ReactNode>;
  /** `isSound`: false while a typed value is invalid; then saving is disabled. */
  onChange: (value: ExecutorSettings, isSound: boolean) => void;
};

/** Errors of the fields under `prefix`, by their path within it. Pure. */
export function errorsUnder(prefix: string, fields: Record<string, ReactNode>): Record<string, ReactNode> {
  const start = `${prefix}.`;
  const under = Object.entries(fields).filter(([path]) => path.startsWith(start));
  return Object.fromEntries(under.map(([path, message]) => [path.slice(start.length), message]));
}

/** The layer without what is empty. Pure. */
function layer(value: ExecutorSettings): ExecutorSettings {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined && field !== ""));
}

const number = (value: string | number, factor = 1) => (value === "" ? undefined : Number(value) * factor);

/** One layer of configuration. An empty field uses the value of the layer below, which the placeholder shows. */
export function ConfigFields({ value, below, errors, onChange }: Props) {
  const t = useTranslations("executors.config");
  const sound = useRef({ features: true, settings: true });
  const change = (part: ExecutorSettings) =>
    onChange(layer({ ...value, ...part }), sound.current.features && sound.current.settings);
  return (
    <Stack gap="md">
      <Connection value={value} below={below} errors={errors} onChange={change} />
      <NamedValues
        title={t("features")}
        noun={t("feature")}
        kinds={["on", "off", "none"]}
        values={value.features ?? {}}
        errors={errorsUnder("features", errors)}
        onChange={(features, isSound) => {
          sound.current.features = isSound;
          change({ features: features as ExecutorSettings["features"] });
        }}
      />
      <NamedValues
        title={t("settings")}
        noun={t("setting2")}
        kinds={["text", "number", "on", "off", "none"]}
        values={value.settings ?? {}}
        errors={errorsUnder("settings", errors)}
        onChange={(settings, isSound) => {
          sound.current.settings = isSound;
          change({ settings });
        }}
      />
    </Stack>
  );
}

type ConnectionProps = Pick<Props, "value" | "below" | "errors"> & { onChange: (part: ExecutorSettings) => void };

function Connection({ value, below, errors, onChange }: ConnectionProps) {
  const t = useTranslations("executors.config");
  const seconds = (ms: number | undefined) => (ms === undefined ? "" : ms / 1000);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput
        label={t("zeromqHost")}
        value={value.zmqHost ?? ""}
        placeholder={below.zmqHost}
        onChange={(event) => onChange({ zmqHost: event.currentTarget.value })}
        error={errors.zmqHost}
      />
      <NumberInput
        label={t("zeromqPort")}
        value={value.zmqPort ?? ""}
        placeholder={String(below.zmqPort)}
        min={1}
        max={65_535}
        allowDecimal={false}
        onChange={(port) => onChange({ zmqPort: number(port) })}
        error={errors.zmqPort}
      />
      <NumberInput
        label={t("heartbeatEverySeconds")}
        value={seconds(value.heartbeatIntervalMs)}
        placeholder={String(below.heartbeatIntervalMs / 1000)}
        min={5}
        max={300}
        decimalScale={3}
        onChange={(interval) => onChange({ heartbeatIntervalMs: number(interval, 1000) })}
        error={errors.heartbeatIntervalMs}
      />
      <NumberInput
        label={t("commandTimeoutSeconds")}
        value={seconds(value.commandTimeoutMs)}
        placeholder={String(below.commandTimeoutMs / 1000)}
        min={1}
        max={600}
        decimalScale={3}
        onChange={(timeout) => onChange({ commandTimeoutMs: number(timeout, 1000) })}
        error={errors.commandTimeoutMs}
      />
    </SimpleGrid>
  );
}
