import { expect, test } from "vitest";
import { identityStore, type Jar, widestDomain } from "../src/loader/identity.ts";

const KEY = "pk_abcdefghijklmnopqrstuvwx";
const ADA = { short_id: "ABCDEFGHIJKLMNOP12", secret: "s".repeat(43) };

/** A jar that behaves like a browser's: it refuses cookies for public suffixes and for foreign domains. */
function jar(
  hostname: string,
  publicSuffixes: string[] = [],
  works = true,
): Jar & { domains: Map<string, string> } {
  const kept = new Map<string, string>();
  const domains = new Map<string, string>();
  const stored = new Map<string, string>();
  return {
    hostname,
    secure: true,
    domains,
    storage: {
      getItem: (name) => stored.get(name) ?? null,
      setItem: (name, value) => void stored.set(name, value),
      removeItem: (name) => void stored.delete(name),
    },
    get cookie() {
      return [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
    },
    set cookie(text: string) {
      const [pair = "", ...attributes] = text.split("; ");
      const [name = "", value = ""] = pair.split("=");
      const domain = attributes.find((one) => one.startsWith("Domain="))?.slice(7) ?? hostname;
      const allowed =
        works && !publicSuffixes.includes(domain) && `.${hostname}`.endsWith(`.${domain}`);
      if (!allowed) return;
      if (attributes.includes("Max-Age=0")) kept.delete(name);
      else {
        kept.set(name, value);
        domains.set(name, domain);
      }
    },
  };
}

test.each([
  ["www.shop.example", ["example"], "shop.example"],
  ["checkout.shop.co.uk", ["uk", "co.uk"], "shop.co.uk"],
  ["shop.example", ["example"], "shop.example"],
  ["localhost", [], ""],
  ["127.0.0.1", [], ""],
])("the widest domain of %s", (hostname, suffixes, expected) => {
  expect(widestDomain(jar(hostname, suffixes))).toBe(expected);
});

test("P1: id and secret are kept on the widest domain and found again", () => {
  const one = jar("www.shop.example", ["example"]);
  identityStore(KEY, one).save(ADA);
  expect([...one.domains.values()]).toContain("shop.example");
  expect(identityStore(KEY, one).load()).toEqual(ADA);
});

test("without cookies the storage keeps them", () => {
  const one = jar("www.shop.example", [], false);
  identityStore(KEY, one).save(ADA);
  expect(one.cookie).toBe("");
  expect(identityStore(KEY, one).load()).toEqual(ADA);
});

test("forgetting forgets both", () => {
  const one = jar("www.shop.example", ["example"]);
  const store = identityStore(KEY, one);
  store.save(ADA);
  store.clear();
  expect(store.load()).toBeNull();
});

test("what somebody else wrote there is no identity", () => {
  const one = jar("shop.example", ["example"]);
  one.cookie = `userview_${KEY.slice(-8)}=nonsense`;
  expect(identityStore(KEY, one).load()).toBeNull();
});

test("teams on one site do not share visitors", () => {
  const one = jar("shop.example", ["example"]);
  identityStore(KEY, one).save(ADA);
  expect(identityStore("pk_zyxwvutsrqponmlkjihgfedc", one).load()).toBeNull();
});
