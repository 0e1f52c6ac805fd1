import { expect, test } from "vitest";
import { type InkBox, type Surroundings, shownPart } from "../src/panes.ts";

interface Made {
  name?: string;
  box: [x: number, y: number, width: number, height: number];
  position?: string;
  overflow?: string;
  border?: string;
}

/** A page of one branch: the first is inside of the second, and so on. */
function shown(...branch: Made[]): InkBox | null {
  const at = (element: Element): Made => branch[Number(element)] as Made;
  const page: Surroundings = {
    around(element) {
      const next = Number(element) + 1;
      return next < branch.length ? (String(next) as unknown as Element) : null;
    },
    boundsOf(element) {
      const [x, y, width, height] = at(element).box;
      return { x, y, width, height };
    },
    styleOf(element) {
      const { position = "static", overflow = "visible", border = "0px" } = at(element);
      return {
        position,
        overflowX: overflow,
        overflowY: overflow,
        borderTopWidth: border,
        borderLeftWidth: border,
        borderRightWidth: border,
        borderBottomWidth: border,
      } as CSSStyleDeclaration;
    },
    nameOf: (element) => at(element).name ?? "div",
  };
  return shownPart("0" as unknown as Element, page);
}

const TARGET: Made = { box: [10, 90, 100, 40] };
const PANE: Made = { box: [0, 0, 80, 100], overflow: "auto", border: "2px" };
const CUT = { x: 10, y: 90, width: 68, height: 8 };

test("a pane cuts off what it does not show, within its borders", () => {
  expect(shown(TARGET, { box: [0, 0, 50, 50] }, PANE)).toEqual(CUT);
  expect(shown({ box: [10, 200, 100, 40] }, PANE)).toBeNull();
});

test("what stands out of a pane is not cut off by it", () => {
  const whole = { x: 10, y: 90, width: 100, height: 40 };
  expect(shown({ ...TARGET, position: "absolute" }, PANE)).toEqual(whole);
  expect(shown({ ...TARGET, position: "absolute" }, { ...PANE, position: "relative" })).toEqual(
    CUT,
  );
  expect(shown({ ...TARGET, position: "fixed" }, { ...PANE, position: "relative" })).toEqual(whole);
  expect(shown(TARGET, { ...PANE, name: "body" }, { ...PANE, name: "html" })).toEqual(whole);
});

test("a frame shows nothing beyond itself, whatever its page does", () => {
  const frame: Made = { name: "iframe", box: [0, 0, 80, 100], border: "2px" };
  expect(shown({ ...TARGET, position: "fixed" }, frame)).toEqual(CUT);
  expect(shown(TARGET, frame, { ...PANE, box: [0, 0, 40, 300] })).toEqual({ ...CUT, width: 28 });
});
