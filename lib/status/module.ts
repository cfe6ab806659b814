import { forgetSubscribersJob } from "./jobs/forget-subscribers";

export const jobs = [forgetSubscribersJob];
