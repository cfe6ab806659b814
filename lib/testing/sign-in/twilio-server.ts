import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A local server with the wire format of Twilio's Messages resource: form in, JSON out, Basic authentication. */
export type TwilioServer = {
  url: string;
  account: { sid: string; token: string };
  received: { to: string; from: string; body: string; path: string }[];
  /** Status to refuse every message with, or null to take them. */
  refuse: number | null;
  close(): Promise<void>;
};

export async function startTwilioServer(): Promise<TwilioServer> {
  const account = { sid: `AC${"0123456789abcdef".repeat(2)}`, token: "twilio-test-token" };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const expected = `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString("base64")}`;
    if (request.headers.authorization !== expected)
      return answer(401, { code: 20003, message: "Authenticate", status: 401 });
    if (twilio.refuse) return answer(twilio.refuse, { code: 20429, message: "Refused", status: twilio.refuse });
    const form = new URLSearchParams(text);
    const message = { to: form.get("To") ?? "", from: form.get("From") ?? "", body: form.get("Body") ?? "" };
    twilio.received.push({ ...message, path: request.url ?? "" });
    answer(201, { sid: `SM${"f".repeat(32)}`, account_sid: account.sid, status: "queued", ...message });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const twilio: TwilioServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account,
    received: [],
    refuse: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return twilio;
}
