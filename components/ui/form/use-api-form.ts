"use client";

import { type UseFormReturnType, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FocusEvent, type FormEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { bodyProblem, type LoadSchema } from "./check-body";
import { placeErrors } from "./place-errors";
import { useUnsavedChanges } from "./unsaved-changes";

type Options<V, T> = {
  initial: V;
  /** The schema of the route's body, as `() => import("…/contract").then((m) => m.changeBody)`. */
  schema?: LoadSchema;
  /** The body that the schema checks, where it is not the values themselves. */
  toBody?: (values: V) => unknown;
  /** The field of a path in the body, where both have different names. */
  nameOf?: (path: string) => string;
  /** Whether a name is shown as a field; by default each value is one. */
  isField?: (name: string) => boolean;
  send: (values: V) => Promise<T>;
  onSent?: (answer: T, values: V) => void;
  /** What a sent form shows: its initial values (the default), or the sent ones. */
  afterwards?: "reset" | "keep";
  explain?: (error: unknown) => string;
  /** For `useIsMutating`, where other parts of the page wait for this form. */
  mutationKey?: string[];
};

/**
 * State of a form that a route answers: values, messages beside their fields, one request at a time. After a failure
 * the focus is on the first field with a message, and typed values are kept.
 */
export function useApiForm<V extends Record<string, unknown>, T = unknown>(options: Options<V, T>) {
  const t = useTranslations("ui.form");
  const { initial, schema, toBody = (values) => values, send, onSent, explain } = options;
  const ref = useRef<HTMLFormElement>(null);
  const form = useForm<V>({ initialValues: initial });
  const [rest, setRest] = useState<string | null>(null);
  const { isField, nameOf } = namesOf(options);
  const unsaved = useUnsavedForm(ref, form.isDirty());
  const mutation = useMutation({
    ...(options.mutationKey ? { mutationKey: options.mutationKey } : {}),
    mutationFn: async (values: V) => {
      const problem = await bodyProblem(t, schema, toBody(values));
      if (problem) throw problem;
      return send(values);
    },
    onMutate: () => {
      setRest(null);
      form.clearErrors();
    },
    onError: (error) => {
      const placed = placeErrors(error, isField, nameOf, explain);
      form.setErrors(placed.fields);
      setRest(placed.rest);
    },
    onSuccess: (answer, values) => {
      // At once: `onSent` may leave the page before the form is rendered again.
      unsaved.isDirty = false;
      if (options.afterwards === "keep") form.resetDirty(values);
      else form.reset();
      onSent?.(answer, values);
    },
  });
  useTypedEarly(ref, form);
  useEffect(() => {
    if (mutation.error) focusProblem(ref.current);
  }, [mutation.error]);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // React passes events of dialogs to the form around them, although the dialog is elsewhere in the document.
    event.stopPropagation();
    if (mutation.isPending) return;
    const known = form.getValues();
    const typed = typedValues(ref.current, known);
    if (Object.keys(typed).length > 0) form.setValues(typed);
    mutation.mutate({ ...known, ...typed });
  };
  /** Checks a field again after a failed submit. Not on the way to a button: a new message would move it away. */
  const onBlur = async ({ target, relatedTarget }: FocusEvent<HTMLFormElement>) => {
    unsaved.wasUsed = true;
    const name = target.getAttribute("name") ?? "";
    if (!mutation.isError || !isField(name) || relatedTarget instanceof HTMLButtonElement) return;
    const problem = await bodyProblem(t, schema, toBody(form.getValues()));
    const message = problem ? placeErrors(problem, isField, nameOf).fields[name] : undefined;
    if (message) form.setFieldError(name, message);
    else form.clearFieldError(name);
  };
  const { isPending, isSuccess: isSent, data: answer } = mutation;
  // `problem`: the message that belongs to no field.
  return { ref, onSubmit, onBlur, isPending, isSent, answer, problem: rest, setProblem: setRest, ...fieldsOf(form) };
}

/** Values that a browser filled in by itself, before the person used the form, are not worth a question. */
function useUnsavedForm(ref: RefObject<HTMLFormElement | null>, isDirty: boolean) {
  const { current: state } = useRef({ isDirty, wasUsed: false });
  useEffect(() => {
    state.isDirty = isDirty;
  }, [state, isDirty]);
  useUnsavedChanges(() => state.isDirty && (state.wasUsed || (ref.current?.contains(document.activeElement) ?? false)));
  return state;
}

/** Values, messages and the properties of inputs. */
function fieldsOf<V extends Record<string, unknown>>(form: UseFormReturnType<V>) {
  type Name = keyof V & string;
  return {
    values: form.values,
    errors: form.errors,
    set: form.setFieldValue,
    setAll: form.setValues,
    isDirty: form.isDirty(),
    field: (name: Name) => ({
      name,
      ...form.getInputProps(name),
      // Mantine's password field does not set it.
      ...(form.errors[name] ? { "aria-invalid": true as const } : {}),
    }),
    /** For groups of inputs, which have no name of their own. */
    group: (name: Name) => form.getInputProps(name),
    check: (name: Name) => ({ name, ...form.getInputProps(name, { type: "checkbox" }) }),
  };
}

/** Which names are fields, and which field shows the message of a path in the body. */
function namesOf<V extends Record<string, unknown>, T>({ initial, ...options }: Options<V, T>) {
  const isField = options.isField ?? ((name: string) => (name.split(".")[0] ?? "") in initial);
  const nameOf = (path: string) => {
    const name = options.nameOf?.(path) ?? path;
    const [root = ""] = name.split(".");
    // One field shows the whole list.
    return Array.isArray(initial[root]) ? root : name;
  };
  return { isField, nameOf };
}

/** Takes over text that was typed, or filled in by the browser, before the page's code ran. */
function useTypedEarly<V extends Record<string, unknown>>(
  ref: RefObject<HTMLFormElement | null>,
  form: UseFormReturnType<V>,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form appears
  useLayoutEffect(() => {
    const typed = typedValues(ref.current, form.getValues());
    if (Object.keys(typed).length > 0) form.setValues(typed);
  }, []);
}

/** What <Form> and <SubmitButton> need of it. */
export type FormState = Pick<
  ReturnType<typeof useApiForm<Record<string, unknown>>>,
  "ref" | "onSubmit" | "onBlur" | "isPending" | "problem"
>;

/** Texts in the fields of the form whose values are texts. */
function typedValues<V extends Record<string, unknown>>(element: HTMLFormElement | null, values: V): Partial<V> {
  const typed: [string, string][] = [];
  for (const input of element?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea") ?? []) {
    const isText = /^(text|email|password|tel|search|url|textarea)$/.test(input.type);
    if (isText && typeof values[input.name] === "string") typed.push([input.name, input.value]);
  }
  return Object.fromEntries(typed.filter(([name, value]) => value !== values[name])) as Partial<V>;
}

/** Focuses the first field with a message. Without one, the button, which lost the focus while it was loading. */
function focusProblem(element: HTMLFormElement | null): void {
  const field = element?.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (field) field.focus();
  else if (document.activeElement === document.body) {
    element?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }
}
