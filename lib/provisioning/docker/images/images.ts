import type Docker from "dockerode";
import { isAppError } from "@/lib/core/errors";
import type { CallOptions } from "../../call-options";
import type { ImageResult, PullProgress } from "../../engine";
import { provisioningErrors } from "../../errors";
import type { DockerConnection } from "../connection";
import { jsonLines } from "../streams/json-lines";
import { dockerStatus, translatePullError } from "../translate-errors";
import { PullTracker } from "./pull-progress";

type EnsureOptions = CallOptions & {
  pull?: "missing" | "never" | "always";
  onProgress?: (progress: PullProgress) => void;
};

/** `game` means every tag of it to Docker's pull; people mean `game:latest`. */
export function withTag(reference: string): string {
  if (reference.includes("@")) return reference;
  return reference.slice(reference.lastIndexOf("/") + 1).includes(":") ? reference : `${reference}:latest`;
}

// https://github.com/distribution/reference: domain and port, path components, tag, digest.
const component = "[a-z0-9]+(?:(?:[.]|_{1,2}|-+)[a-z0-9]+)*";
const referencePattern = new RegExp(
  `^(?:[A-Za-z0-9.-]+(?::[0-9]{1,5})?/)?${component}(?:/${component})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
);

/** Checked here because it becomes part of a path at the engine, which must not lead anywhere else. */
export function isReference(text: string): boolean {
  return text.length <= 512 && !text.includes("..") && referencePattern.test(text);
}

/** The digest that belongs to the reference's repository; an image may have been pulled from several. */
export function pickDigest(reference: string, repoDigests: string[] | null | undefined): string | null {
  const digests = repoDigests ?? [];
  const repository = withTag(reference)
    .replace(/@.*$/, "")
    .replace(/:[^:/]+$/, "");
  return digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0] ?? null;
}

export async function ensureImage(
  connection: DockerConnection,
  reference: string,
  options: EnsureOptions = {},
): Promise<ImageResult> {
  const { pull: policy = "missing", signal } = options;
  if (!isReference(reference)) throw provisioningErrors.image_not_found({ detail: "That is not an image's name." });
  const full = withTag(reference);
  const present = policy === "always" ? null : await inspectImage(connection, full, signal);
  if (present) return { imageId: present.Id, digest: pickDigest(full, present.RepoDigests), pulled: false };
  if (policy === "never") throw provisioningErrors.image_not_found({ detail: `Image ${full} is not on the machine.` });
  await pull(connection, full, options);
  const pulled = await inspectImage(connection, full, signal);
  if (!pulled) throw provisioningErrors.image_pull_failed({ detail: "The image was removed after its download." });
  return { imageId: pulled.Id, digest: pickDigest(full, pulled.RepoDigests), pulled: true };
}

async function inspectImage(
  connection: DockerConnection,
  reference: string,
  signal?: AbortSignal,
): Promise<Docker.ImageInspectInfo | null> {
  try {
    return await connection.call((docker) => docker.getImage(reference).inspect(), { signal });
  } catch (error) {
    if (dockerStatus(error) === 404) return null;
    throw error;
  }
}

/**
 * Pulls until the stream ends well; no progress for the idle deadline ends it, since an unreachable registry never
 * answers.
 */
async function pull(connection: DockerConnection, reference: string, options: EnsureOptions): Promise<void> {
  const { signal: outer, onProgress } = options;
  const idleMs = connection.deadlines.pullIdleMs;
  const idle = new AbortController();
  const signal = outer ? AbortSignal.any([outer, idle.signal]) : idle.signal;
  const giveUp = () =>
    idle.abort(
      provisioningErrors.image_pull_failed({ detail: `The download made no progress for ${idleMs / 1000} s.` }),
    );
  let timer = setTimeout(giveUp, idleMs);
  const tracker = new PullTracker();
  try {
    // The registry is asked before the answer starts, so the idle deadline covers the opening too.
    const limits = { signal, timeoutMs: idleMs + 1000 };
    const stream = await connection.open((docker) => docker.createImage({ fromImage: reference }), limits);
    for await (const entry of jsonLines(stream)) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, idleMs);
      if (typeof entry.error === "string") throw translatePullError(new Error(entry.error));
      const progress = tracker.update(entry);
      if (progress) onProgress?.(progress);
    }
  } catch (error) {
    if (outer?.aborted) throw outer.reason;
    if (idle.signal.aborted) throw idle.signal.reason;
    throw isAppError(error) && error.code === "image_not_found" ? error : translatePullError(error);
  } finally {
    clearTimeout(timer);
  }
}
