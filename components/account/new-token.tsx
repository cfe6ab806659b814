"use client";

import { Alert, Button, MultiSelect, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { api, explain } from "@/lib/http/client";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "", label: "Never" },
];

type Props = {
  scopes: string[];
  servers: { id: string; name: string }[];
  onClose: () => void;
  onDone: () => void;
};

/** Creates a token with permissions, servers, addresses and an expiry. Shows it once. */
export default function NewToken({ scopes, servers, onClose, onDone }: Props) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>(["server.read"]);
  const [only, setOnly] = useState<string[]>([]);
  const [addresses, setAddresses] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState<string | null>("90");
  const [token, setToken] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function create(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const body = {
        name,
        scopes: chosen,
        ...(lifetime ? { expiresInDays: Number(lifetime) } : {}),
        ...(only.length > 0 ? { servers: only } : {}),
        ...(addresses.length > 0 ? { addresses } : {}),
      };
      setToken((await api<{ token: string }>("POST", "/account/tokens", { body })).token);
      onDone();
    } catch (error) {
      setProblem(explain(error));
    }
    setBusy(false);
  }
  if (token) {
    return (
      <Dialog
        onClose={onClose}
        title="New API token"
        centered
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        <Stack>
          <Alert color="teal">Copy it now: it is not shown again.</Alert>
          <CopyField label="Token" value={token} />
          <Button data-local onClick={onClose}>
            Done
          </Button>
        </Stack>
      </Dialog>
    );
  }
  return (
    <Dialog onClose={onClose} title="New API token" centered>
      <form onSubmit={create}>
        <Stack>
          {problem ? (
            <Alert color="red" role="alert" p="sm">
              {problem}
            </Alert>
          ) : null}
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            withAsterisk={false}
            data-autofocus
          />
          <MultiSelect
            label="Permissions"
            data={["*", "server.*", ...scopes]}
            value={chosen}
            onChange={setChosen}
            searchable
          />
          <MultiSelect
            label="Only these servers"
            description="Empty: all servers that you can access."
            data={servers.map((server) => ({ value: server.id, label: server.name }))}
            value={only}
            onChange={setOnly}
            searchable
          />
          <TagsInput
            label="Only from these addresses"
            description="Addresses or networks, such as 192.0.2.0/24. Empty: any address."
            value={addresses}
            onChange={setAddresses}
          />
          <Select label="Expires" data={lifetimes} value={lifetime} onChange={setLifetime} allowDeselect={false} />
          <Button type="submit" loading={busy} disabled={!name.trim() || chosen.length === 0}>
            Create token
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
