import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { InvalidSignature, UserView, UserViewError, verifyWebhook } from "../src/index.ts";

interface Asked {
  url: string;
  method: string;
  headers: Headers;
  body: string | null;
}

/** A client whose requests are answered from a list, and what it asked. */
function clientOf(...answers: Response[]): { userview: UserView; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch = async (url: RequestInfo | URL, init: RequestInit = {}) => {
    const body = typeof init.body === "string" ? init.body : null;
    const headers = new Headers(init.headers);
    asked.push({ url: String(url), method: init.method ?? "", headers, body });
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("fetch failed", { cause: new Error("refused") });
    return answer;
  };
  const userview = new UserView({ baseUrl: "https://u.example/", secretKey: "sk_a", fetch });
  return { userview, asked };
}

const ok = (body: object) => Response.json({ status: "ok", ...body });
const failed = (status: number, error: string, headers: Record<string, string> = {}) =>
  Response.json(
    { status: "error", error, message: "so it is", request_id: "req_1" },
    { status, headers: { "X-Request-Id": "req_1", ...headers } },
  );

describe("requests", () => {
  test("say what they want, with the key", async () => {
    const visitor = ok({ visitor: { name: "Grace" } });
    const { userview, asked } = clientOf(visitor, ok({ session_id: "s" }));
    expect((await userview.getVisitor("a/b", { with_history: true })).name).toBe("Grace");
    const made = await userview.makeWatchUrl("A", { agent: { id: "1", name: "Bob" } });
    expect(made.session_id).toBe("s");
    expect(asked[0]?.url).toBe("https://u.example/v1/visitors/a%2Fb?with_history=true");
    expect(asked[0]?.headers.get("X-Api-Key")).toBe("sk_a");
    expect(asked[1]).toMatchObject({ method: "POST", body: '{"agent":{"id":"1","name":"Bob"}}' });
  });

  test("go through all pages", async () => {
    const { userview, asked } = clientOf(
      ok({ visitors: [{ short_id: "A" }], next_cursor: "c" }),
      ok({ visitors: [{ short_id: "B" }], next_cursor: null }),
    );
    const found: string[] = [];
    for await (const visitor of userview.iterVisitors({ search: "online" })) {
      found.push(visitor.short_id);
    }
    expect(found).toEqual(["A", "B"]);
    expect(asked[1]?.url).toBe("https://u.example/v1/visitors?search=online&cursor=c");
  });
});

describe("failures", () => {
  test("say what the server said", async () => {
    const { userview } = clientOf(failed(404, "not_found"));
    const error = await userview.getSession("x").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserViewError);
    const facts = { status: 404, code: "not_found", kind: "not_found", requestId: "req_1" };
    expect(error).toMatchObject(facts);
  });

  test("are told when no answer comes", async () => {
    const { userview } = clientOf();
    await expect(userview.getTeam()).rejects.toMatchObject({ kind: "unreachable", status: 0 });
  });

  test("of a rate limit are waited for, but not for ever", async () => {
    const limit = () => failed(429, "rate_limited", { "Retry-After": "0" });
    const { userview, asked } = clientOf(limit(), limit(), ok({ team: { name: "Shop" } }));
    expect((await userview.getTeam()).name).toBe("Shop");
    expect(asked).toHaveLength(3);
    const patient = clientOf(failed(429, "rate_limited", { "Retry-After": "3600" }));
    const refused = { retryAfterSeconds: 3600, kind: "rate_limited" };
    await expect(patient.userview.getTeam()).rejects.toMatchObject(refused);
  });
});

describe("webhooks", () => {
  const secret = `whsec_${Buffer.from("k".repeat(24)).toString("base64")}`;
  const now = 1_800_000_000;
  const body = '{"type":"visitor.online"}';
  const signed = (text: string, key = "k".repeat(24), at = now) => {
    const signature = createHmac("sha256", key).update(`msg_1.${at}.${text}`).digest("base64");
    return {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(at),
      "webhook-signature": `v1,AAAA v1,${signature}`,
    };
  };

  test("are believed when they are signed", async () => {
    expect((await verifyWebhook(secret, signed(body), body, now)).type).toBe("visitor.online");
    expect((await verifyWebhook(secret, new Headers(signed(body)), body, now)).type).toBeDefined();
  });

  test.each([
    ["another body", signed("{}")],
    ["another secret", signed(body, "x".repeat(24))],
    ["an old one", signed(body, undefined, now - 301)],
    ["no headers", {}],
  ])("are not believed: %s", async (_, headers) => {
    const read = verifyWebhook(secret, headers, body, now);
    await expect(read).rejects.toBeInstanceOf(InvalidSignature);
  });
});
