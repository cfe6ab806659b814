import { notifications } from "@mantine/notifications";
import { explain } from "@/lib/http/client";

export function toastDone(message: string): void {
  notifications.show({ message, color: "teal" });
}

export function toastFailure(error: unknown): void {
  notifications.show({ message: explain(error), color: "red", autoClose: 8000 });
}
