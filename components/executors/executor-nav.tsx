import { SectionNav } from "@/components/ui/navigation/section-nav";

/** The pages of executors. */
export function ExecutorNav() {
  return (
    <SectionNav
      label="Executors"
      pages={[
        { label: "Executors", href: "/executors" },
        { label: "Templates", href: "/executors/templates" },
        { label: "Batch and links", href: "/executors/batch" },
        { label: "Download", href: "/executors/download" },
      ]}
    />
  );
}
