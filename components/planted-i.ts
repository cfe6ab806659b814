export type * from "@/lib/nodes/queries";
export * from "@/lib/nodes/queries";
