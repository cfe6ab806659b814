import { Skeleton } from "@mantine/core";
import { PageFrame } from "@/components/ui/page-frame";

export default function Loading() {
  return (
    <PageFrame title={<Skeleton height={28} width={220} />}>
      <Skeleton height={320} radius={10} />
    </PageFrame>
  );
}
