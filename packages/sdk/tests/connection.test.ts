import { CLOSE_ADVICE } from "@userview/protocol";
import { expect, test } from "vitest";
import { FINAL_CODES } from "../src/loader/connection.ts";

test("K1: the loader's final codes are those that the protocol advises never to retry", () => {
  const never = Object.entries(CLOSE_ADVICE).filter(([, { retry }]) => retry === "never");
  expect([...FINAL_CODES].sort()).toEqual(never.map(([code]) => Number(code)).sort());
});
