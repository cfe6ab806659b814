import { publishNotifications } from "./created-event";
import { purgeMailJob } from "./jobs/purge-mail";
import { purgeNotificationsJob } from "./jobs/purge-notifications";

export const jobs = [purgeMailJob, purgeNotificationsJob];

export const reactions = ({ publisher }: { publisher: { publish: Parameters<typeof publishNotifications>[0] } }) => [
  publishNotifications(publisher.publish),
];
