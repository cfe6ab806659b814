import { Skeleton } from "@mantine/core";
import { PageFrame } from "@/components/ui/page-frame";

export default function Loading() {
  return (
    <PageFrame title={<Skeleton height={28} width={220} />}>
      <Skeleton height={96} radius={10} />
      <Skeleton height={280} radius={10} />
    </PageFrame>
  );
}
