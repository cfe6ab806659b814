"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";

const AddNodeDialog = dynamic(() => import("./add-node-dialog"), { ssr: false });

/** Opens the form that adds a machine. */
export function AddNode({ regions }: { regions: readonly string[] }) {
  const t = useTranslations("admin.nodes");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen(true)}>
        {t("addANode")}
      </Button>
      {isOpen ? <AddNodeDialog regions={regions} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
