import type { CityResponse, Reader } from "maxmind";
import { env } from "@/lib/core/env";

/** Where an address is, by the configured MaxMind database; null without one, and for addresses it does not know. */
let reader: Promise<Reader<CityResponse> | null> | undefined;

async function open(): Promise<Reader<CityResponse> | null> {
  const file = env().GEOIP_FILE;
  if (!file) return null;
  const { open: openFile } = await import("maxmind");
  // With a missing or broken file the place is empty; the page still works.
  return openFile<CityResponse>(file).catch(() => null);
}

export async function placeOf(ip: string | null): Promise<string | null> {
  reader ??= open();
  const database = await reader;
  if (!database || !ip) return null;
  try {
    const found = database.get(ip);
    const parts = [found?.city?.names?.en, found?.country?.names?.en].filter(Boolean);
    return parts.length > 0 ? parts.join(", ") : null;
  } catch {
    return null;
  }
}

export type Coordinates = { country: string | null; latitude: number | null; longitude: number | null };

/** Country (ISO 3166-1 alpha-2) and coordinates to a tenth of a degree, which is more than such databases know. */
export async function coordinatesOf(ip: string | null): Promise<Coordinates | null> {
  reader ??= open();
  const database = await reader;
  if (!database || !ip) return null;
  try {
    const found = database.get(ip);
    const rounded = (value: number | undefined) => (value === undefined ? null : Math.round(value * 10) / 10);
    return {
      country: found?.country?.iso_code ?? null,
      latitude: rounded(found?.location?.latitude),
      longitude: rounded(found?.location?.longitude),
    };
  } catch {
    return null;
  }
}
