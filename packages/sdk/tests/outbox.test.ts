import { FrameFlag, FrameType, HEADER_BYTES, readHeader } from "@userview/protocol";
import { beforeEach, expect, test } from "vitest";
import { LIMIT_BYTES, Outbox } from "../src/session/outbox.ts";

const RUN = { session: "0123456789abcdef", page: 1, epoch: 7 };
const PAYLOAD_BYTES = 1000;
const FRAME_BYTES = PAYLOAD_BYTES + HEADER_BYTES;

let sent: Uint8Array[];
let connected: boolean;
let overflows: number;
let now: number;

beforeEach(() => {
  sent = [];
  connected = true;
  overflows = 0;
  now = 0;
});

function outbox(windowBytes: number): Outbox {
  const send = (frame: Uint8Array): boolean => connected && sent.push(frame) > 0;
  return new Outbox(
    RUN,
    windowBytes,
    send,
    () => overflows++,
    () => now,
  );
}

function piece(flags: number = FrameFlag.first | FrameFlag.last, bytes = PAYLOAD_BYTES) {
  return {
    type: FrameType.changes,
    flags,
    format: 1,
    capturedAt: 12.5,
    payload: new Uint8Array(bytes),
  };
}

function sequences(): number[] {
  return sent.map((frame) => readHeader(frame).sequence);
}

test("E2: frames bear their run and are numbered from 1", () => {
  const box = outbox(1e6);
  box.push(piece());
  box.push(piece());
  expect(sent.map((frame) => readHeader(frame))).toMatchObject([
    { ...RUN, sequence: 1, format: 1, capturedAt: 12.5, receivedAt: 0 },
    { ...RUN, sequence: 2 },
  ]);
});

test("B2: no more is on its way than the window allows, and acknowledging lets the rest go", () => {
  const box = outbox(3 * FRAME_BYTES);
  for (let i = 0; i < 5; i++) box.push(piece());
  expect(sequences()).toEqual([1, 2, 3]);
  box.acknowledge(RUN.epoch, 2);
  expect(sequences()).toEqual([1, 2, 3, 4, 5]);
});

test("B2: one frame larger than the window goes alone", () => {
  const box = outbox(100);
  box.push(piece());
  box.push(piece());
  expect(sequences()).toEqual([1]);
  box.acknowledge(RUN.epoch, 1);
  expect(sequences()).toEqual([1, 2]);
});

test("R1: acknowledgements are cumulative, and those of another epoch mean nothing", () => {
  const box = outbox(2 * FRAME_BYTES);
  for (let i = 0; i < 4; i++) box.push(piece());
  box.acknowledge(99, 2);
  expect(sequences()).toEqual([1, 2]);
  box.acknowledge(RUN.epoch, 2);
  box.acknowledge(RUN.epoch, 1);
  expect(sequences()).toEqual([1, 2, 3, 4]);
});

test("R2, R3: what was not acknowledged goes again from where the server stands, without loss or repetition", () => {
  const box = outbox(1e6);
  for (let i = 0; i < 3; i++) box.push(piece());
  connected = false;
  box.closed();
  box.push(piece());
  expect(box.position()).toEqual({ ...RUN, sequence: 4 });
  sent = [];
  connected = true;
  box.push(piece());
  expect(sent).toEqual([]);
  expect(box.resume(2)).toBe(true);
  expect(sequences()).toEqual([3, 4, 5]);
});

test("R3: a gap that the server reports in the same connection is filled again", () => {
  const box = outbox(1e6);
  for (let i = 0; i < 3; i++) box.push(piece());
  sent = [];
  expect(box.resume(1)).toBe(true);
  expect(sequences()).toEqual([2, 3]);
});

test("R3: what is not kept any more cannot be resumed", () => {
  const box = outbox(1e6);
  for (let i = 0; i < 3; i++) box.push(piece());
  box.acknowledge(RUN.epoch, 3);
  box.closed();
  sent = [];
  expect(box.resume(1)).toBe(false);
  expect(sent).toEqual([]);
});

test("R2: over 8 MiB what was not on its way is gone, whole messages of it, and numbers go on without a gap", () => {
  const box = outbox(64 * 1024);
  const bytes = 30_000;
  box.push(piece(FrameFlag.first, bytes));
  box.push(piece(0, bytes));
  box.push(piece(0, bytes));
  box.push(piece(FrameFlag.last, bytes));
  expect(sequences()).toEqual([1, 2]);
  let pushed = 4 * (bytes + HEADER_BYTES);
  while (pushed <= LIMIT_BYTES) {
    box.push(piece(undefined, bytes));
    pushed += bytes + HEADER_BYTES;
  }
  expect(overflows).toBe(1);
  expect(box.position().sequence).toBe(4);
  box.push(piece());
  box.acknowledge(RUN.epoch, 2);
  expect(sequences()).toEqual([1, 2, 3, 4, 5]);
});

test("S7: after clearing nothing is sent", () => {
  const box = outbox(2 * FRAME_BYTES);
  for (let i = 0; i < 4; i++) box.push(piece());
  sent = [];
  box.clear();
  box.acknowledge(RUN.epoch, 2);
  box.push(piece());
  expect(sent).toEqual([]);
});

test("on a slow line less is on its way than the server would take", () => {
  const box = outbox(4 * 1024 * 1024);
  for (let i = 0; i < 400; i++) box.push(piece(undefined, 28_000));
  let acknowledged = 0;
  const onItsWay = (): number => (sent.length - acknowledged) * (28_000 + HEADER_BYTES);
  for (let round = 0; round < 100; round++) {
    now += round < 10 ? 20 : 1000;
    acknowledged += 1;
    box.acknowledge(RUN.epoch, acknowledged);
  }
  expect(onItsWay()).toBeLessThan(256 * 1024);
});
