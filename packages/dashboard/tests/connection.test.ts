// @vitest-environment happy-dom
import { CloseCode } from "@userview/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveConnection } from "../src/api/live/connection.ts";
import { PING_INTERVAL_MS } from "../src/api/live/heartbeat.ts";
import { SESSION, sessionJoined, sessionView } from "./support/session.ts";
import { FakeSocket } from "./support/socket.ts";
import { visitor } from "./support/visitor.ts";

const signedOut = vi.fn();
let live: LiveConnection;

/** The newest of the sockets that were opened. */
function socket(): FakeSocket {
  const newest = FakeSocket.made.at(-1);
  if (newest === undefined) throw new Error("expected a socket to be opened");
  return newest;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockReturnValue();
  FakeSocket.made = [];
  signedOut.mockReset();
  live = new LiveConnection({
    url: "ws://localhost/ws/agent",
    onSignedOut: signedOut,
    openSocket: (url) => new FakeSocket(url) as unknown as WebSocket,
    random: () => 0.5,
    now: () => Date.now(),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the one live connection", () => {
  it("H1: says hello with the versions that it speaks before anything else", () => {
    live.openDesk();
    socket().accept();
    expect(socket().sent).toEqual([{ type: "hello", protocol: { min: 1, max: 1 } }]);
  });

  it("H2: takes up desk and sessions again on each connection", () => {
    live.openDesk();
    live.joinSession(SESSION, "a-seat-of-somebody");
    for (let round = 0; round < 2; round++) {
      socket().welcome();
      expect(socket().sentOf("desk.open")).toHaveLength(1);
      expect(socket().sentOf("session.join")).toEqual([
        { type: "session.join", session: SESSION, seat: "a-seat-of-somebody", ref: SESSION },
      ]);
      socket().says(sessionJoined());
      socket().ends(CloseCode.DRAINING);
      vi.advanceTimersByTime(10_000);
    }
    expect(FakeSocket.made).toHaveLength(3);
  });

  it("does not join again what has ended", () => {
    const { link } = live.joinSession(SESSION, null);
    socket().welcome();
    socket().says(sessionJoined());
    socket().says({
      type: "session.state",
      session: sessionView({ state: "ended", end_reason: "visitor_stopped" }),
    });
    socket().ends(1006);
    vi.advanceTimersByTime(10_000);
    socket().welcome();
    expect(socket().sentOf("session.join")).toEqual([]);
    expect(link.store.get()).toMatchObject({ phase: "joined", view: { state: "ended" } });
  });

  it("D1: a list is to be read once the desk has answered, and again after each reconnect", () => {
    live.openDesk();
    socket().welcome();
    expect(live.desk.store.get().generation).toBe(0);
    socket().says({ type: "desk.online", online: 3 });
    expect(live.desk.store.get()).toMatchObject({ generation: 1, online: 3 });
    const appeared = { ...visitor("V00000000000000001", { is_online: true }) };
    socket().says({ type: "desk.visitor", visitor: appeared });
    vi.advanceTimersByTime(200);
    expect([...live.desk.store.get().updates.keys()]).toEqual(["V00000000000000001"]);
    socket().ends(1006);
    vi.advanceTimersByTime(10_000);
    socket().welcome();
    socket().says({ type: "desk.online", online: 2 });
    expect(live.desk.store.get()).toMatchObject({ generation: 2, online: 2, updates: new Map() });
  });

  it("closes the desk when the last page that wants it goes", () => {
    const first = live.openDesk();
    const second = live.openDesk();
    socket().welcome();
    first();
    expect(socket().sentOf("desk.close")).toEqual([]);
    second();
    second();
    expect(socket().sentOf("desk.close")).toHaveLength(1);
  });

  it("V3 M2: ignores messages that it does not know, and drops those that do not fit", () => {
    live.openDesk();
    socket().welcome();
    socket().says('{"type":"something.new"}');
    socket().says('{"type":"desk.online","online":"many"}');
    socket().says('{"type":"desk.visitor","visitor":{"short_id":7}}');
    socket().says("not json");
    vi.advanceTimersByTime(200);
    expect(live.state.get().at).toBe("open");
    expect(live.desk.store.get()).toMatchObject({ online: null, updates: new Map() });
    expect(console.warn).toHaveBeenCalledTimes(3);
  });

  it("measures the round trip", () => {
    live.start();
    socket().welcome();
    vi.advanceTimersByTime(40);
    socket().says({ type: "pong", id: socket().sentOf("ping")[0]?.id ?? -1 });
    expect(live.roundTrip.get()).toBe(40);
  });

  it("counts silence as a lost network, and comes back", () => {
    live.start();
    socket().welcome();
    const silent = socket();
    vi.advanceTimersByTime(4 * PING_INTERVAL_MS);
    expect(silent.closedWith).toBe(1000);
    expect(FakeSocket.made.length).toBeGreaterThan(1);
  });

  it("comes back when no welcome comes", () => {
    live.start();
    socket().accept();
    vi.advanceTimersByTime(15_000);
    expect(FakeSocket.made.length).toBeGreaterThan(1);
  });

  it("K1: 4401 asks for a sign-in, and sessions are told", () => {
    const { link } = live.joinSession(SESSION, null);
    socket().accept();
    socket().says({
      type: "error",
      code: "not_authenticated",
      message: "sign in, or bring a seat of this session",
      ref: null,
    });
    socket().ends(CloseCode.NOT_AUTHENTICATED);
    expect(signedOut).toHaveBeenCalledOnce();
    expect(link.store.get()).toMatchObject({ phase: "refused", code: "not_authenticated" });
  });

  it("D1: a desk that is refused asks for a sign-in: the cookie has grown too old meanwhile", () => {
    live.openDesk();
    socket().welcome();
    socket().says({
      type: "error",
      code: "not_authenticated",
      message: "the desk is for agents who are signed in",
      ref: null,
    });
    expect(signedOut).toHaveBeenCalledOnce();
    expect(live.state.get().at).toBe("open");
  });

  it("refuses the session that an error names, and leaves the others alone", () => {
    const one = live.joinSession(SESSION, null);
    const two = live.joinSession("fedcba9876543210", null);
    socket().welcome();
    socket().says({
      type: "error",
      code: "no_such_session",
      message: "no session of this team has that id",
      ref: "fedcba9876543210",
    });
    expect(one.link.store.get().phase).toBe("joining");
    expect(two.link.store.get()).toMatchObject({ phase: "refused", code: "no_such_session" });
  });

  it("says so when a session is left, and stops when told to", () => {
    const { leave } = live.joinSession(SESSION, null);
    socket().welcome();
    leave();
    expect(socket().sentOf("session.leave")).toHaveLength(1);
    const last = socket();
    live.stop();
    expect(last.closedWith).toBe(1000);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
  });

  it("drops inputs while nothing is connected, and says that it did", () => {
    const { link } = live.joinSession(SESSION, null);
    const input = { id: 1, page: 1, epoch: 1, action: { kind: "text", text: "a" } } as const;
    expect(link.input(input)).toBe(false);
    socket().welcome();
    expect(link.input(input)).toBe(true);
    expect(socket().sentOf("input")).toHaveLength(1);
  });
});
