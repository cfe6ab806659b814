"use client";

import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";

const roles = [
  { value: "USER", label: "User: own servers and services" },
  { value: "GUEST", label: "Guest: only what is shared" },
  { value: "MANAGER", label: "Manager: everybody's servers" },
  { value: "ADMIN", label: "Administrator: everything" },
] as const;
type Role = (typeof roles)[number]["value"];

/** Makes an account. Its owner gets a mail with a link, and chooses the password there. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const initial: { email: string; name: string; role: Role } = { email: "", name: "", role: "USER" };
  const form = useApiForm({
    initial,
    schema: () => import("@/lib/auth/contract").then((contract) => contract.inviteUserBody),
    send: (body) => api("POST", "/admin/users", { body }),
    onSent: ({ id }, { email }) => {
      toastDone(`${email} gets a mail with a link that works for 24 hours.`);
      onClose();
      router.push(`/admin/users/${id}`);
    },
  });
  return (
    <Dialog onClose={onClose} title="Invite a user" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <Text size="sm" c="dimmed">
            The person gets a mail with a link, and chooses a password there.
          </Text>
          <TextInput {...form.field("name")} label="Name" autoComplete="off" data-autofocus />
          <TextInput {...form.field("email")} label="E-mail address" type="email" autoComplete="off" />
          <Select {...form.field("role")} label="Role" data={[...roles]} allowDeselect={false} />
          <SubmitButton form={form}>Send the invitation</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
