"use client";

import { Button, type ButtonProps } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { ProblemAlert } from "@/components/ui/problem-alert";
import type { FormState } from "./use-api-form";

/** A form of {@link useApiForm}. Its messages replace those of the browser. */
export function Form({ form, children, ...rest }: Omit<ComponentProps<"form">, "ref"> & { form: FormState }) {
  return (
    <form {...rest} ref={form.ref} onSubmit={form.onSubmit} onBlur={form.onBlur} noValidate>
      {children}
    </form>
  );
}

/** The message that belongs to no field. */
export function FormProblem({ form }: { form: FormState }) {
  return <ProblemAlert problem={form.problem} />;
}

export function SubmitButton({
  form,
  children,
  ...rest
}: ButtonProps & { form: FormState; children: ReactNode; "aria-label"?: string }) {
  return (
    <Button loading={form.isPending} {...rest} type="submit">
      {children}
    </Button>
  );
}
