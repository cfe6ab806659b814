"use client";

import { Button, Select, TextInput } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import classes from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useAction } from "@/components/ui/use-action";
import type { UserView } from "@/lib/auth/contract";
import { type ApiBody, api } from "@/lib/http/client/api";

type Props = { users: UserView[]; canManage: boolean; selfId: string; search: string };
type Change = { user: UserView; body: ApiBody<"PATCH", "/admin/users/[id]">; done: string };

const roles = ["ADMIN", "MANAGER", "USER", "GUEST"] as const;

/** Accounts with role and access; administrators change both here. */
export function UserTable({ users, canManage, selfId, search }: Props) {
  const t = useTranslations("admin.users");
  const change = useAction(
    ({ user, body }: Change) => api("PATCH", "/admin/users/[id]", { params: { id: user.id }, body }),
    { done: (_answer, { done }) => done, refresh: true },
  );
  const mayChange = (user: UserView) => canManage && user.id !== selfId;
  const columns: Column<UserView>[] = [
    { title: t("name"), isRowHeader: true, cell: (user) => <UserName user={user} /> },
    {
      title: t("role"),
      cell: (user) => (mayChange(user) ? <RoleSelect user={user} onChange={change.mutate} /> : user.role),
    },
    {
      title: t("servers"),
      className: "ln-figure",
      cell: ({ servers, quota }) => t("of", { servers, servers2: quota.servers }),
    },
    { title: t("joined"), cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      title: t("access"),
      cell: (user) => {
        if (!mayChange(user)) return user.disabled ? t("disabled") : t("enabled");
        const done = user.disabled ? t("canSignInAgain", { name: user.name }) : t("isLocked", { name: user.name });
        const isChanging = change.isPending && change.variables.user.id === user.id;
        return (
          <Button
            size="xs"
            variant="default"
            loading={isChanging}
            onClick={() => change.mutate({ user, body: { disabled: !user.disabled }, done })}
          >
            {user.disabled ? t("enable") : t("disable")}
          </Button>
        );
      },
    },
  ];
  return (
    <div className="ln-card">
      <UserSearch search={search} />
      <DataTable
        label={t("accounts")}
        columns={columns}
        rows={users}
        idOf={({ id }) => id}
        empty={<EmptyState title={t("noMatches")} />}
        phone="cards"
      />
    </div>
  );
}

function UserSearch({ search }: { search: string }) {
  const t = useTranslations("admin.users");
  const router = useRouter();
  const [text, setText] = useState(search);
  return (
    <form
      style={{ padding: "12px 16px", maxWidth: 380 }}
      onSubmit={(event) => {
        event.preventDefault();
        router.replace(text.trim() ? `/admin/users?q=${encodeURIComponent(text.trim())}` : "/admin/users");
      }}
    >
      <TextInput
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t("searchNameOrAddress")}
        aria-label={t("searchAccounts")}
      />
    </form>
  );
}

function UserName({ user }: { user: UserView }) {
  return (
    <>
      <Link href={`/admin/users/${user.id}`} prefetch={false} className="ln-link">
        {user.name}
      </Link>
      <span className={classes.below}>{user.email}</span>
    </>
  );
}

function RoleSelect({ user, onChange }: { user: UserView; onChange: (change: Change) => void }) {
  const t = useTranslations("admin.users");
  return (
    <Select
      size="xs"
      w={120}
      data={roles}
      value={user.role}
      allowDeselect={false}
      aria-label={t("roleOf", { name: user.name })}
      onChange={(role) => {
        if (role && role !== user.role) onChange({ user, body: { role }, done: t("isNow", { name: user.name, role }) });
      }}
    />
  );
}
