"use client";

import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.users">>;

const roles = (t: Texts) =>
  [
    { value: "USER", label: t("userOwnServersAnd") },
    { value: "GUEST", label: t("guestOnlyWhatIs") },
    { value: "MANAGER", label: t("managerEverybodysServers") },
    { value: "ADMIN", label: t("administratorEverything") },
  ] as const;
type Role = ReturnType<typeof roles>[number]["value"];

/** Makes an account. Its owner gets a mail with a link, and chooses the password there. */
export default function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("admin.users");
  const router = useRouter();
  const initial: { email: string; name: string; role: Role } = { email: "", name: "", role: "USER" };
  const form = useApiForm({
    initial,
    schema: () => import("@/lib/auth/contract").then((contract) => contract.inviteUserBody),
    send: (body) => api("POST", "/admin/users", { body }),
    onSent: ({ id }, { email }) => {
      toastDone(t("getsAMailWith", { email }));
      onClose();
      router.push(`/admin/users/${id}`);
    },
  });
  return (
    <Dialog onClose={onClose} title={t("inviteAUser")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <Text size="sm" c="dimmed">
            {t("thePersonGetsA")}
          </Text>
          <TextInput {...form.field("name")} label={t("name")} autoComplete="off" data-autofocus />
          <TextInput {...form.field("email")} label={t("eMailAddress")} type="email" autoComplete="off" />
          <Select {...form.field("role")} label={t("role")} data={[...roles(t)]} allowDeselect={false} />
          <SubmitButton form={form}>{t("sendTheInvitation")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
