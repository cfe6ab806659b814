"use client";

import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import classes from "./audit.module.css";
import { filteredHref } from "./filtered-href";

export type FilterValues = Partial<
  Record<"q" | "actor" | "action" | "target" | "ip" | "outcome" | "class" | "from" | "to", string>
>;

/** Search and filters of the audit log. They are in the URL, so that a view can be bookmarked and shared. */
export function AuditFilters({
  path,
  api,
  values,
  showsOthers,
}: {
  path: string;
  api: string;
  values: FilterValues;
  showsOthers: boolean;
}) {
  const router = useRouter();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    router.push(filteredHref(path, Object.fromEntries([...data].map(([name, value]) => [name, String(value)]))));
  }
  const download = (format: string) => filteredHref(api, { ...values, format });
  return (
    <form onSubmit={submit} key={JSON.stringify(values)}>
      <div className={classes.filters}>
        <TextInput name="q" label="Search" placeholder="action, id, text" defaultValue={values.q ?? ""} />
        {showsOthers ? (
          <TextInput name="actor" label="Who" placeholder="address or id" defaultValue={values.actor ?? ""} />
        ) : null}
        <TextInput
          name="action"
          label="Action"
          placeholder="server. or server.created"
          defaultValue={values.action ?? ""}
        />
        <TextInput name="target" label="Target" placeholder="id" defaultValue={values.target ?? ""} />
        <TextInput name="ip" label="Address" placeholder="192.0.2.1" defaultValue={values.ip ?? ""} />
        <NativeSelect
          name="outcome"
          label="Outcome"
          defaultValue={values.outcome ?? ""}
          data={[
            { value: "", label: "Any" },
            { value: "success", label: "Done" },
            { value: "refused", label: "Refused" },
          ]}
        />
        <TextInput name="from" type="date" label="From" defaultValue={values.from?.slice(0, 10) ?? ""} />
        <TextInput name="to" type="date" label="Before" defaultValue={values.to?.slice(0, 10) ?? ""} />
        <div className={classes.buttons}>
          <Button type="submit">Show</Button>
          <Button component="a" href={download("csv")} variant="default" download>
            CSV
          </Button>
          <Button component="a" href={download("ndjson")} variant="default" download>
            NDJSON
          </Button>
        </div>
      </div>
    </form>
  );
}
