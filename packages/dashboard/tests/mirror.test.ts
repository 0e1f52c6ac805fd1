import type { AgentToServer } from "@userview/protocol";
import type { FromViewer, ToViewer } from "@userview/viewer/port";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { SessionLink } from "../src/api/live/session-link.ts";
import { Mirror, originOfEndpoint } from "../src/features/watch/mirror.ts";
import { ME, OTHER, SESSION, sessionJoined, viewerTicket } from "./support/session.ts";

let sent: AgentToServer[];
let connected: boolean;
let link: SessionLink;
let mirror: Mirror;
const shortcut = vi.fn();
const refused = vi.fn();

/** The replay frame's end of the port. */
class Frame {
  readonly heard: ToViewer[] = [];
  private readonly port: MessagePort;

  constructor() {
    const channel = new MessageChannel();
    this.port = channel.port2;
    this.port.onmessage = (event) => this.heard.push(event.data as ToViewer);
    mirror.attach(channel.port1);
  }

  says(message: FromViewer | unknown): void {
    this.port.postMessage(message);
  }

  of<Type extends ToViewer["type"]>(type: Type): Extract<ToViewer, { type: Type }>[] {
    return this.heard.filter((message) => message.type === type) as never;
  }
}

beforeEach(() => {
  sent = [];
  connected = true;
  shortcut.mockReset();
  refused.mockReset();
  vi.spyOn(console, "warn").mockReturnValue();
  const transmit = (message: AgentToServer) => {
    if (connected) sent.push(message);
    return connected;
  };
  link = new SessionLink(SESSION, null, transmit, () => 0);
  mirror = new Mirror(link, { bare: false, shortcut, refused, heard: vi.fn() });
});

const of = (type: AgentToServer["type"]) => sent.filter((message) => message.type === type);

describe("between the replay frame and the session", () => {
  it("opens the frame with the first ticket, and tells it size, control, people and tool", async () => {
    link.joined(sessionJoined());
    mirror.setFit("actual");
    mirror.setControl(true, false);
    mirror.setPeople([ME, OTHER], ME.id);
    const frame = new Frame();
    frame.says({ type: "ready" });
    await vi.waitFor(() => expect(frame.of("open")).toHaveLength(1));
    expect(frame.heard).toEqual([
      { type: "fit", mode: "actual" },
      { type: "control", enabled: true, mine: false },
      { type: "pointers", agents: [OTHER] },
      { type: "tool", tool: null, agent: ME },
      { type: "open", endpoint: "ws://127.0.0.1:8000/ws/view", ticket: "t1" },
    ]);
  });

  it("W3: asks for another ticket when the frame needs one, and hands over no ticket twice", async () => {
    link.joined(sessionJoined());
    const frame = new Frame();
    frame.says({ type: "ready" });
    await vi.waitFor(() => expect(frame.of("open")).toHaveLength(1));
    frame.says({ type: "needTicket" });
    await vi.waitFor(() => expect(of("viewer.ticket")).toHaveLength(1));
    link.ticketed(viewerTicket("t2"));
    await vi.waitFor(() =>
      expect(frame.of("open").map((open) => open.ticket)).toEqual(["t1", "t2"]),
    );
  });

  it("a rejoin does not disturb a frame that is connected, and serves one that is not", async () => {
    link.joined(sessionJoined());
    const frame = new Frame();
    frame.says({ type: "ready" });
    await vi.waitFor(() => expect(frame.of("open")).toHaveLength(1));
    link.joined(sessionJoined({}, "t2"));
    connected = false;
    frame.says({ type: "needTicket" });
    frame.says({ type: "status", status: "lost", detail: null });
    await vi.waitFor(() => expect(mirror.state.get().status).toBe("lost"));
    expect(frame.of("open")).toHaveLength(1);
    connected = true;
    link.joined(sessionJoined({}, "t3"));
    await vi.waitFor(() =>
      expect(frame.of("open").map((open) => open.ticket)).toEqual(["t1", "t3"]),
    );
  });

  it("a frame that was loaded again gets a port and a ticket of its own", async () => {
    link.joined(sessionJoined());
    const first = new Frame();
    first.says({ type: "ready" });
    await vi.waitFor(() => expect(first.of("open")).toHaveLength(1));
    const second = new Frame();
    second.says({ type: "ready" });
    await vi.waitFor(() => expect(of("viewer.ticket")).toHaveLength(1));
    link.ticketed(viewerTicket("t2"));
    await vi.waitFor(() => expect(second.of("open").map((open) => open.ticket)).toEqual(["t2"]));
  });

  it("passes on pointer and input, and drops what is neither", async () => {
    const frame = new Frame();
    const place = { node: null, x: 1, y: 2, offset_x: 1, offset_y: 2 };
    const modifiers = { alt: false, ctrl: false, meta: false, shift: false };
    const action = { kind: "scroll", ...place, delta_x: 0, delta_y: 40, modifiers } as const;
    frame.says({ type: "input", id: 1, page: 1, epoch: 1, action: { kind: "explode" } });
    frame.says({ type: "desk.open" });
    frame.says({ type: "pointer", x: 1, y: 2, visible: true });
    frame.says({ type: "input", id: 2, page: 1, epoch: 1, action, inset: null });
    await vi.waitFor(() => expect(of("input")).toHaveLength(1));
    expect(sent).toEqual([
      { type: "pointer", session: SESSION, x: 1, y: 2, visible: true },
      { type: "input", session: SESSION, id: 2, page: 1, epoch: 1, action, inset: null },
    ]);
    expect(console.warn).toHaveBeenCalledTimes(2);
  });

  it("shows the pointers of others by name and colour, and not its own", async () => {
    const frame = new Frame();
    mirror.setPeople([ME, OTHER], ME.id);
    const pointer = { type: "pointer", session: SESSION, x: 5, y: 6, visible: true } as const;
    link.pointed({ ...pointer, agent: ME.id });
    link.pointed({ ...pointer, agent: "somebody-who-left" });
    link.pointed({ ...pointer, agent: OTHER.id });
    await vi.waitFor(() => expect(frame.of("pointer")).toHaveLength(1));
    expect(frame.of("pointer")).toEqual([
      { type: "pointer", agent: "p2", name: "Grace", color: 1, x: 5, y: 6, visible: true },
    ]);
  });

  it("C6: what the page refused is said in the frame, at its place", async () => {
    const frame = new Frame();
    link.joined(sessionJoined());
    link.answered({ type: "input.result", session: SESSION, id: 7, ok: true, reason: null });
    link.answered({
      type: "input.result",
      session: SESSION,
      id: 8,
      ok: false,
      reason: "protected",
    });
    await vi.waitFor(() => expect(frame.of("refused")).toHaveLength(1));
    expect(frame.of("refused")).toEqual([{ type: "refused", id: 8, reason: "protected" }]);
    expect(mirror.refusal.get()).toBeNull();
  });

  it("C3: what the server refused is said around the frame, and once although two messages tell it", () => {
    link.joined(sessionJoined());
    const message = "another agent is in control; take it over first";
    link.failed({ type: "error", code: "control_held", message, ref: "9" });
    link.answered({ type: "input.result", session: SESSION, id: 9, ok: false, reason: "failed" });
    expect(mirror.refusal.get()).toMatchObject({
      serial: 1,
      words: "Another agent is in control. Take control first.",
    });
  });

  it("with nothing around the frame, the frame says all of it, and the page around hears of it", async () => {
    mirror.close();
    mirror = new Mirror(link, { bare: true, shortcut, refused, heard: vi.fn() });
    const frame = new Frame();
    const message = "another agent is in control; take it over first";
    link.joined(sessionJoined());
    link.failed({ type: "error", code: "control_held", message, ref: "9" });
    await vi.waitFor(() => expect(frame.of("refused")).toHaveLength(1));
    expect(mirror.refusal.get()).toBeNull();
    expect(refused).toHaveBeenCalledExactlyOnceWith(
      "control_held",
      "Another agent is in control. Take control first.",
    );
  });

  it("tells the agent at once when an input cannot even be sent", async () => {
    const frame = new Frame();
    connected = false;
    const action = { kind: "text", text: "hello", pasted: false } as const;
    frame.says({ type: "input", id: 3, page: 1, epoch: 1, action, inset: null });
    await vi.waitFor(() => expect(mirror.refusal.get()?.words).toMatch(/You are offline/));
  });

  it("hears shortcuts, and clears the frame when it is over", async () => {
    const frame = new Frame();
    frame.says({ type: "shortcut", key: "Escape" });
    await vi.waitFor(() => expect(shortcut).toHaveBeenCalledWith("Escape"));
    mirror.close();
    await vi.waitFor(() => expect(frame.of("close")).toHaveLength(1));
  });

  it("finds the replay host in the address of the viewer's connection", () => {
    expect(originOfEndpoint("wss://replay.example/ws/view")).toBe("https://replay.example");
    expect(originOfEndpoint("ws://127.0.0.1:8000/ws/view")).toBe("http://127.0.0.1:8000");
    expect(originOfEndpoint("javascript:alert(1)")).toBeNull();
    expect(originOfEndpoint("nonsense")).toBeNull();
  });
});
