import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/components/auth/auth-card";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <AuthCard title="Not found" lead="This page does not exist.">
      <Link href="/">To the dashboard</Link>
    </AuthCard>
  );
}
