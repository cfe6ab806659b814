import { NumberInput, Select, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { TemplateVariable } from "@/lib/game-servers/templates/contract";

type FieldsProps = {
  variables: TemplateVariable[];
  environment: Record<string, string>;
  errors: Record<string, ReactNode>;
  onChange: (environment: Record<string, string>) => void;
};

/** All settings of a game. A variable with its default value is not sent. */
export function VariableFields({ variables, environment, errors, onChange }: FieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: "end" }}>
      {variables.map((variable) => (
        <VariableField
          key={variable.name}
          variable={variable}
          value={environment[variable.name]}
          error={errors[`environment.${variable.name}`]}
          onChange={(value) => {
            const { [variable.name]: _old, ...others } = environment;
            onChange(value === undefined ? others : { ...others, [variable.name]: value });
          }}
        />
      ))}
    </SimpleGrid>
  );
}

type Props = {
  variable: TemplateVariable;
  value: string | undefined;
  error: ReactNode;
  onChange: (value: string | undefined) => void;
};

/** One setting of a game, with a field that follows its rule; undefined means the template's default. */
function VariableField({ variable, value, error, onChange }: Props) {
  const t = useTranslations("servers.create");
  const { rule, label, description } = variable;
  const fallback = variable.default.includes("{{") ? "" : variable.default;
  const shared = { label, description: description || undefined, error };
  switch (rule.type) {
    case "choice":
      return (
        <Select
          {...shared}
          data={rule.choices}
          value={value ?? fallback}
          onChange={(next) => onChange(next ?? undefined)}
          allowDeselect={false}
        />
      );
    case "integer":
      return (
        <NumberInput
          {...shared}
          value={value === undefined ? Number(fallback) : Number(value)}
          min={rule.min}
          max={rule.max}
          allowDecimal={false}
          onChange={(next) => onChange(next === "" ? undefined : String(next))}
        />
      );
    case "boolean":
      return (
        <Switch
          {...shared}
          checked={(value ?? fallback) === "true"}
          onChange={(event) => onChange(String(event.currentTarget.checked))}
          mt="lg"
        />
      );
    case "text":
      return (
        <TextInput
          {...shared}
          value={value ?? ""}
          placeholder={variable.default.includes("{{server.name}}") ? t("theServersName") : fallback}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      );
  }
}
