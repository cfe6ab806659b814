"use client";

import { Alert, Button, Modal, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { CopyField } from "@/components/page/copy-field";
import { EmptyState } from "@/components/page/page-frame";
import { RelativeTime } from "@/components/page/relative-time";
import { toastDone, toastFailure } from "@/components/page/toast";
import { api } from "@/lib/http/client";
import classes from "./lists.module.css";

type Token = {
  id: string;
  name: string;
  scopes: string[];
  expiresAt: string | null;
  lastUsedAt: string | null;
  createdAt: string;
};

/** Personal API tokens; a new one is shown once. */
export function TokenList({ tokens, scopes }: { tokens: Token[]; scopes: string[] }) {
  const router = useRouter();
  const [creating, setCreating] = useState(false);
  async function revoke(id: string) {
    try {
      await api("DELETE", `/account/tokens/${id}`);
      toastDone("The token is revoked.");
      router.refresh();
    } catch (error) {
      toastFailure(error);
    }
  }
  return (
    <>
      {tokens.length === 0 ? (
        <EmptyState title="No tokens yet.">A token lets a script use the API in your name.</EmptyState>
      ) : (
        <ul className={classes.list}>
          {tokens.map((token) => (
            <li key={token.id} className={classes.item}>
              <div className={classes.main}>
                <span className={classes.name}>{token.name}</span>
                <span className={classes.hint}>
                  {token.scopes.join(", ")};{" "}
                  {token.lastUsedAt ? (
                    <>
                      used <RelativeTime at={token.lastUsedAt} />
                    </>
                  ) : (
                    "never used"
                  )}
                  ; {token.expiresAt ? <>expires {token.expiresAt.slice(0, 10)}</> : "does not expire"}
                </span>
              </div>
              <Button size="xs" variant="default" onClick={() => revoke(token.id)}>
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.foot}>
        <Button size="xs" onClick={() => setCreating(true)}>
          New token
        </Button>
      </div>
      {creating ? (
        <NewToken scopes={scopes} onClose={() => setCreating(false)} onDone={() => router.refresh()} />
      ) : null}
    </>
  );
}

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "", label: "Never" },
];

function NewToken({ scopes, onClose, onDone }: { scopes: string[]; onClose: () => void; onDone: () => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>(["server.read"]);
  const [lifetime, setLifetime] = useState<string | null>("90");
  const [token, setToken] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function create(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { name, scopes: chosen, ...(lifetime ? { expiresInDays: Number(lifetime) } : {}) };
      setToken((await api<{ token: string }>("POST", "/account/tokens", { body })).token);
      onDone();
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  return (
    <Modal opened onClose={onClose} title="New API token" centered>
      {token ? (
        <Stack>
          <Alert color="teal">Copy it now: it is not shown again.</Alert>
          <CopyField label="Token" value={token} />
          <Button onClick={onClose}>Done</Button>
        </Stack>
      ) : (
        <form onSubmit={create}>
          <Stack>
            <TextInput
              label="Name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              required
              withAsterisk={false}
              data-autofocus
            />
            <MultiSelect
              label="May do"
              data={["*", "server.*", ...scopes]}
              value={chosen}
              onChange={setChosen}
              searchable
            />
            <Select label="Expires" data={lifetimes} value={lifetime} onChange={setLifetime} allowDeselect={false} />
            <Button type="submit" loading={busy} disabled={!name.trim() || chosen.length === 0}>
              Create token
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
