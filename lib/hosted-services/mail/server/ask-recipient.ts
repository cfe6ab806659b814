import { connect, type Socket } from "node:net";
import { hostedServiceErrors } from "../../errors";
import { connectionReason } from "../../provider-error";

const timeoutMs = 8_000;
const largestAnswer = 64 * 1024;

/** Whether the mail server takes mail for an address (SMTP up to RCPT); resolves with its answer, such as `250 2.1.5 Ok`. */
export async function askRecipient(host: string, port: number, address: string, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const socket = connect({ host, port });
  const abort = () => socket.destroy(new Error("aborted"));
  signal.addEventListener("abort", abort, { once: true });
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error("no answer in time")));
  try {
    const answers = readAnswers(socket);
    let answer = "";
    for (const command of [null, "EHLO panel.invalid", "MAIL FROM:<>", `RCPT TO:<${address}>`]) {
      if (command) socket.write(`${command}\r\n`);
      answer = await next(answers);
      if (!answer.startsWith("2") && !command?.startsWith("RCPT")) throw new Error(`the server answered ${answer}`);
    }
    socket.end("QUIT\r\n");
    return answer;
  } catch (error) {
    throw hostedServiceErrors.provider_unavailable({ detail: `Postfix: ${connectionReason(error)}.`, cause: error });
  } finally {
    signal.removeEventListener("abort", abort);
    socket.destroy();
  }
}

/** The last line of each answer: `250 ` ends one, `250-` continues it. */
async function* readAnswers(socket: Socket): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of socket) {
    text += chunk;
    if (text.length > largestAnswer) throw new Error("the answer is too long");
    let end = text.indexOf("\n");
    while (end >= 0) {
      const line = text.slice(0, end).trim();
      text = text.slice(end + 1);
      if (/^\d{3}(?: |$)/.test(line)) yield line;
      end = text.indexOf("\n");
    }
  }
}

async function next(answers: AsyncGenerator<string>): Promise<string> {
  const { value, done } = await answers.next();
  if (done) throw new Error("the connection was closed");
  return value;
}
