"use client";

import { Button, Select, TextInput } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import classes from "@/components/admin/tables.module.css";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone, toastFailure } from "@/components/ui/toast";
import type { UserView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/untyped";

type Props = { users: UserView[]; canManage: boolean; selfId: string; search: string };

/** Accounts with role and access; administrators change both here. */
export function UserTable({ users, canManage, selfId, search }: Props) {
  const router = useRouter();
  const [text, setText] = useState(search);
  async function change(user: UserView, body: Record<string, unknown>, done: string) {
    try {
      await api("PATCH", `/admin/users/${user.id}`, { body });
      toastDone(done);
    } catch (error) {
      toastFailure(error);
    }
    router.refresh();
  }
  return (
    <div className="ln-card">
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
          placeholder="Search name or address, then Enter"
          aria-label="Search accounts"
        />
      </form>
      {users.length === 0 ? <EmptyState title="No matches." /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.scroll} aria-label="Accounts" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Servers</th>
              <th scope="col">Joined</th>
              <th scope="col">Access</th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <tr key={user.id}>
                <th scope="row" style={{ fontWeight: 550 }}>
                  <Link href={`/admin/users/${user.id}`} prefetch={false} className="ln-link">
                    {user.name}
                  </Link>
                  <span className={classes.dim} style={{ display: "block", fontWeight: 400 }}>
                    {user.email}
                  </span>
                </th>
                <td>
                  {canManage && user.id !== selfId ? (
                    <Select
                      size="xs"
                      w={120}
                      data={["ADMIN", "MANAGER", "USER", "GUEST"]}
                      value={user.role}
                      allowDeselect={false}
                      aria-label={`Role of ${user.name}`}
                      onChange={(role) =>
                        role && role !== user.role && change(user, { role }, `${user.name} is ${role} now.`)
                      }
                    />
                  ) : (
                    user.role
                  )}
                </td>
                <td className="ln-figure">
                  {user.servers} of {user.quota.servers}
                </td>
                <td>
                  <RelativeTime at={user.createdAt} />
                </td>
                <td>
                  {canManage && user.id !== selfId ? (
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() =>
                        change(
                          user,
                          { disabled: !user.disabled },
                          user.disabled ? `${user.name} can sign in again.` : `${user.name} is locked.`,
                        )
                      }
                    >
                      {user.disabled ? "Enable" : "Disable"}
                    </Button>
                  ) : user.disabled ? (
                    "disabled"
                  ) : (
                    "enabled"
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
