/** Rows of the table of attributes: what was done for each, and how its value is checked. */
import type { Schemas } from "@userview/client";
import { expect } from "../../fixtures/index.ts";
import type { Between, Told } from "./told.ts";

export interface Row {
  /** What somebody did that the value comes from; for a feature that is still to come, how it is without it. */
  readonly done: string;
  /** The feature that brings other values; then `check` holds the documented value of a server without it. */
  readonly comesWith?: string;
  /** Throws unless REST told exactly what it should. */
  readonly check: (told: Told) => void;
}

/** One row for each attribute of an object; one that has none does not compile. */
export type Rows<Name extends keyof Schemas> = Readonly<
  Record<keyof Required<Schemas[Name]> & string, Row>
>;

/** A row whose value comes from what was done. */
export function row(done: string, check: Row["check"]): Row {
  return { done, check };
}

/** A row whose feature is not built yet: its documented empty value. */
export function later(comesWith: string, done: string, check: Row["check"]): Row {
  return { comesWith, done, check };
}

/** A moment as REST writes it: in UTC, with milliseconds; Unix milliseconds. */
export function moment(written: string | null): number {
  expect(written).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  return Date.parse(written ?? "");
}

/** The server's clock goes steadily, while that of the machine may be set. */
const CLOCKS_APART_MS = 50;

/**
 * A moment that lies between two moments which this machine's clock saw.
 *
 * @param late by how many milliseconds it may be later: what pages tell arrives after it was so
 */
export function expectWithin(written: string | null, { from, to }: Between, late = 0): void {
  const at = moment(written);
  expect(at).toBeGreaterThanOrEqual(from - CLOCKS_APART_MS);
  expect(at).toBeLessThanOrEqual(to + CLOCKS_APART_MS + late);
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
