/** Who around an embedded watch page hears of the session and steers it: those for whom the link was made, and nobody else. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { unknown } from "../src/features/watch/embedded-state.ts";
import { Embedding, type Framed } from "../src/features/watch/embedding.ts";

const CRM = "https://crm.example";
const STRANGER = "https://stranger.example";
const STATE = unknown("0123456789abcdef");

let posted: [unknown, string][];
let hear: (event: MessageEvent) => void;
let parent: Framed["parent"];
let embedding: Embedding;

beforeEach(() => {
  posted = [];
  parent = {
    postMessage: ((message: unknown, origin: string) => posted.push([message, origin])) as never,
  };
  embedding = new Embedding({
    parent,
    addEventListener: (_type, listener) => {
      hear = listener;
    },
    removeEventListener: () => undefined,
  });
  posted = [];
});

const says = (data: unknown, origin = CRM, source: unknown = parent): void =>
  hear({ data, origin, source } as MessageEvent);

describe("an embedded watch page", () => {
  it("W4: tells a page of a named origin how the session stands, at once and at each change", () => {
    embedding.show(STATE);
    says({ userview: "listen" });
    expect(posted).toEqual([]);
    embedding.admit([CRM]);
    embedding.show({ ...STATE });
    embedding.show({ ...STATE, phase: "joining" });
    expect(posted).toEqual([
      [{ userview: "state", state: STATE }, CRM],
      [{ userview: "state", state: { ...STATE, phase: "joining" } }, CRM],
    ]);
  });

  it.each([[[CRM]], [null], [[]]])("tells a stranger why it hears nothing (%j)", (origins) => {
    const steering = vi.fn();
    embedding.steer(steering);
    embedding.admit(origins);
    says({ userview: "listen" }, STRANGER);
    embedding.show(STATE);
    says({ userview: "end" }, STRANGER);
    expect(posted.map(([message, to]) => [(message as { userview: string }).userview, to])).toEqual(
      [
        ["error", STRANGER],
        ["error", STRANGER],
      ],
    );
    expect(JSON.stringify(posted)).toContain("allowed_origins");
    expect(steering).not.toHaveBeenCalled();
  });

  it("carries out commands of its parent alone, and says which it cannot read", () => {
    const steering = vi.fn();
    embedding.steer(steering);
    embedding.admit([CRM]);
    says({ userview: "end" }, CRM, {});
    says("end");
    says({ type: "webpackOk" });
    expect(steering).not.toHaveBeenCalled();
    says({ userview: "fit", mode: "actual" });
    expect(steering).toHaveBeenCalledExactlyOnceWith({ userview: "fit", mode: "actual" });
    says({ userview: "fit", mode: "huge" });
    says({ userview: "stop" });
    for (const [said, read] of [
      [
        { userview: "tool", tool: null, more: 1 },
        { userview: "tool", tool: null },
      ],
      [
        { userview: "navigate", to: "back", url: "x:y" },
        { userview: "navigate", to: "back" },
      ],
      [
        { userview: "navigate", to: "url", url: `${CRM}/` },
        { userview: "navigate", to: "url", url: `${CRM}/` },
      ],
    ]) {
      says(said);
      expect(steering).toHaveBeenLastCalledWith(read);
    }
    says({ userview: "navigate", to: "url", url: "javascript:alert(1)" });
    expect(posted.pop()).toEqual([
      {
        userview: "error",
        message:
          'url: expected an address of the web, at most 2048 characters, got "javascript:alert(1)"',
      },
      CRM,
    ]);
    expect(posted).toEqual([
      [
        { userview: "error", message: 'mode: expected one of fit, actual, page_only, got "huge"' },
        CRM,
      ],
      [
        {
          userview: "error",
          message:
            'userview: expected one of listen, end, takeControl, releaseControl, fit, tool, clearDrawings, message, navigate, got "stop"',
        },
        CRM,
      ],
    ]);
  });

  it("G1: passes messages on both ways, and says when nobody is there to hear one", () => {
    const steering = vi.fn();
    const message = { text: "Shall I?", offer: { price: 19 } };
    embedding.admit([CRM]);
    says({ userview: "listen" });
    says({ userview: "message", message });
    expect(posted.pop()).toMatchObject([{ userview: "refused", code: "not_live" }, CRM]);
    embedding.steer(steering);
    says({ userview: "message", message }, STRANGER);
    expect(steering).not.toHaveBeenCalled();
    says({ userview: "message", message });
    expect(steering).toHaveBeenCalledExactlyOnceWith({ userview: "message", message });
    embedding.tellMessage({ kind: "cart" });
    expect(posted.pop()).toEqual([{ userview: "message", message: { kind: "cart" } }, CRM]);
    says({ userview: "message", message: "text" });
    expect(posted.pop()).toEqual([
      { userview: "error", message: "message: expected an object, got string" },
      CRM,
    ]);
    expect(steering).toHaveBeenCalledOnce();
  });

  it("tells whoever listens that a link opens nothing, and steers nothing after the steering is gone", () => {
    says({ userview: "listen" });
    const error = { code: "link_expired", message: "this link was used already" };
    embedding.refuse({ ...STATE, phase: "refused", error });
    expect(posted).toEqual([
      [{ userview: "state", state: { ...STATE, phase: "refused", error } }, CRM],
    ]);
    says({ userview: "listen" });
    expect(posted, "also whoever asks late").toHaveLength(2);
    const steering = vi.fn();
    embedding.steer(steering)();
    says({ userview: "end" });
    expect(steering).not.toHaveBeenCalled();

    embedding.admit([CRM]);
    posted = [];
    says({ userview: "listen" }, STRANGER);
    expect(posted, "once it opened, only those it was made for").toMatchObject([
      [{ userview: "error" }, STRANGER],
    ]);
  });
});
