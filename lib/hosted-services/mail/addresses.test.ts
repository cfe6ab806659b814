import { describe, expect, it } from "vitest";
import {
  displayAddress,
  findCircle,
  readDestination,
  readDestinations,
  readMailDomain,
  readOwnAddress,
} from "./addresses";

const messageOf = (work: () => unknown): string => {
  try {
    return String(work());
  } catch (error) {
    const problems: unknown = Reflect.get(error as object, "errors");
    return JSON.stringify(problems);
  }
};

describe("own addresses", () => {
  it.each([
    ["Ann@Example.com", "ann@example.com"],
    [" a.b-c_d@example.com ", "a.b-c_d@example.com"],
    ["info@Bücher.example", "info@xn--bcher-kva.example"],
    ["postmaster@example.com", "postmaster@example.com"],
  ])("%s is %s", (typed, address) => {
    expect(readOwnAddress(typed).address).toBe(address);
  });

  it.each(["ann", "@example.com", "ann@", "a..b@example.com", ".a@example.com", "a.@example.com", "a b@example.com"])(
    "%s is refused",
    (typed) => {
      expect(messageOf(() => readOwnAddress(typed))).toMatch(/"path":"address"/);
    },
  );

  it.each(["a+b@example.com", `${"a".repeat(65)}@example.com`, "ä@example.com", "a@com", "a@example..com"])(
    "%s is refused, since it means something else or cannot be delivered",
    (typed) => {
      expect(messageOf(() => readOwnAddress(typed))).toMatch(/"message"/);
    },
  );

  it("a domain that everybody can register under is refused", () => {
    expect(messageOf(() => readMailDomain("co.uk"))).toMatch(/Everybody can register/);
  });
});

describe("destinations", () => {
  it("may have what other servers allow", () => {
    expect(readDestination("Some.One+Tag@Elsewhere.example", "to")).toBe("some.one+tag@elsewhere.example");
  });

  it("are kept once, and the wrong one is named", () => {
    expect(readDestinations(["a@x.example", "A@X.example"], "to")).toEqual(["a@x.example"]);
    expect(messageOf(() => readDestinations(["a@x.example", "nonsense"], "to"))).toMatch(/"path":"to.1"/);
  });
});

it("addresses are shown as people write them", () => {
  expect(displayAddress("info@xn--bcher-kva.example")).toBe("info@bücher.example");
});

describe("circles", () => {
  const routes: Record<string, string[]> = {
    "a@x": ["b@x", "c@x"],
    "b@x": ["d@x"],
    "c@x": ["c@x", "e@y"],
    "d@x": ["a@x"],
    "@z": ["a@x"],
    "f@z": ["@z", "a@x"],
  };
  const lookup = async (addresses: readonly string[]) => new Map(addresses.map((at) => [at, routes[at] ?? []]));

  it("are found over several steps, with the way back", async () => {
    expect(await findCircle("d@x", ["a@x"], lookup)).toEqual(["d@x", "a@x", "b@x", "d@x"]);
  });

  it("are none where a mailbox keeps a copy, mail goes elsewhere, or two ways lead to one address", async () => {
    expect(await findCircle("new@x", ["c@x"], lookup)).toBeNull();
    expect(await findCircle("new@x", ["e@y", "b@x", "d@x"], async () => new Map())).toBeNull();
    expect(await findCircle("new@x", ["new@x"], lookup)).toBeNull();
  });

  it("are found through the catch-all of a domain", async () => {
    expect(await findCircle("@z", ["f@z"], lookup)).toEqual(["@z", "f@z", "@z"]);
  });

  it("end also where the known routes have a circle of their own", async () => {
    expect(await findCircle("new@x", ["a@x"], lookup)).toBeNull();
  });
});
