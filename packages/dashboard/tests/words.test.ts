import { describe, expect, it } from "vitest";
import { errorFromAnswer } from "../src/api/errors.ts";
import { chatInWords } from "../src/features/live-chats/steps.ts";
import { returnPath } from "../src/features/sign-in/return-path.ts";
import { sourcesInWords } from "../src/features/visitor/words.ts";
import { otherNames, place, shortUrl } from "../src/features/visitors/words.ts";
import { qualityInWords, stateInWords } from "../src/features/watch/words.ts";
import { initials } from "../src/ui/avatar.tsx";
import { clockLength, timeAgo } from "../src/ui/time.tsx";
import { sessionView } from "./support/session.ts";
import { visitor } from "./support/visitor.ts";

type Source = "livechat" | "page" | "token" | "rest" | null;

describe("what the dashboard says", () => {
  it("after signing in goes back to a page of its own, never elsewhere", () => {
    expect(returnPath("/visitors/ABC?x=1")).toBe("/visitors/ABC?x=1");
    for (const next of [
      "https://evil.example/",
      "//evil.example/",
      "/\\evil.example",
      "/sign-in",
      7,
    ]) {
      expect(returnPath(next)).toBe("/");
    }
  });

  it("says who says who a visitor is", () => {
    const said = (unique_id_source: Source, identities_source: Source) =>
      sourcesInWords({ unique_id_source, identities_source, other_browsers: [] });
    expect(said("token", "token")).toBe("Your server, in a signed token");
    expect(said(null, "livechat")).toBe("The live chat on the page");
    expect(said("rest", "page")).toBe("Your server, by REST; identities: the page");
    expect(said(null, null)).toBeNull();
    expect([chatInWords("helpscout"), chatInWords("otherchat")]).toEqual([
      "Help Scout",
      "otherchat",
    ]);
  });

  it("counts time as people do", () => {
    const now = Date.parse("2026-11-22T10:00:00.000Z");
    const ago = (seconds: number) => timeAgo(now - seconds * 1000, now);
    expect([ago(3), ago(70), ago(3 * 3600), ago(86_400), ago(-5)]).toEqual([
      "just now",
      "1 min ago",
      "3 hr ago",
      "yesterday",
      "just now",
    ]);
    expect([clockLength(5), clockLength(65), clockLength(3725)]).toEqual([
      "0:05",
      "1:05",
      "1:02:05",
    ]);
  });

  it("takes a name's first letters in any script", () => {
    expect(["Ada Lovelace", "грейс", "a.b@c", "—"].map(initials)).toEqual(["AL", "Г", "AC", "?"]);
  });

  it("says who somebody is beside the name shown", () => {
    const ada = visitor("V1", {
      nickname: "Ada",
      email: "ada@example.com",
      unique_id: "4711",
      identities: ["Ada", "ada@example.com"],
    });
    expect(otherNames(ada)).toEqual(["ada@example.com", "4711"]);
    expect(place(visitor("V1", { location_country: "FR" }))).toBe("FR");
    expect(place(ada)).toBeNull();
    expect(shortUrl("not a url")).toEqual({ host: "", path: "not a url" });
  });

  it("says how a session stands, with the time that is left", () => {
    const offline = sessionView({ state: "requested", waiting_for: "visitor_offline" });
    expect(stateInWords(offline, 42)).toMatchObject({
      tone: "warning",
      title: "Ada is offline",
      detail: expect.stringContaining("42 more seconds"),
    });
    expect(stateInWords(sessionView({ state: "authorizing" }), null).title).toBe(
      "Waiting for Ada to agree",
    );
    expect(stateInWords(sessionView(), null)).toMatchObject({ tone: "live", title: null });
    const blocked = sessionView({ waiting_for: "capture", notice: "Blocked by its CSP." });
    expect(stateInWords(blocked, null).detail).toBe("Blocked by its CSP.");
    const over = sessionView({ state: "ended", end_reason: "declined" });
    expect(stateInWords(over, null).title).toMatch(/did not agree/);
  });

  it("puts the quality of a connection into words", () => {
    const words = [20, 150, 400, 2000].map((ms) => qualityInWords(ms, true).label);
    expect(words).toEqual(["Excellent", "Good", "Fair", "Slow"]);
    expect(qualityInWords(20, false).label).toBe("Offline");
    expect(qualityInWords(null, true).label).toBe("Measuring…");
  });

  it("reads errors, also from something that is no answer of ours", () => {
    const refused = new Response(null, { status: 429, headers: { "Retry-After": "12" } });
    expect(errorFromAnswer(refused, { error: "rate_limited", message: "too many" })).toMatchObject({
      status: 429,
      code: "rate_limited",
      retryAfterSeconds: 12,
    });
    expect(errorFromAnswer(new Response(null, { status: 502 }), "<html>")).toMatchObject({
      status: 502,
      code: "unexpected",
    });
  });
});
