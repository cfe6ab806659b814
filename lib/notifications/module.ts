import { publishNotifications } from "./created-event";
import { purgeDeliveriesJob } from "./jobs/purge-deliveries";
import { purgeNotificationsJob } from "./jobs/purge-notifications";

export const jobs = [purgeDeliveriesJob, purgeNotificationsJob];

export const reactions = ({ publisher }: { publisher: { publish: Parameters<typeof publishNotifications>[0] } }) => [
  publishNotifications(publisher.publish),
];
