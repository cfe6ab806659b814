"use client";

import { TagsInput, type TagsInputProps } from "@mantine/core";

/** Addresses and networks from which the users of a database can connect. */
export function AllowedNetworks(props: TagsInputProps) {
  return (
    <TagsInput
      {...props}
      label="Networks that can connect"
      description="Addresses and networks as 203.0.113.0/24. Without one, everybody with the password can."
      placeholder="Any"
      splitChars={[",", " "]}
      acceptValueOnBlur
      clearable
    />
  );
}
