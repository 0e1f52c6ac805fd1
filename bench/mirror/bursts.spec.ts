/** 10,000 changes at once, of each kind: what mirroring adds to the main thread's work. */
import { setTimeout as pause } from "node:timers/promises";
import { test } from "@playwright/test";
import { KINDS, type Kind, median, note, Subject } from "./measure.ts";
import { pageOfRows } from "./pages.ts";

const CHANGES = 10_000;
const ROWS = 1_000;
const ROUNDS = 3;
/** What follows a session's start by the clock, as the first digest does, is no part of a burst. */
const SETTLE_MS = 1500;

/** Each runs in the page; `changes` is how many there are to be. */
const BURSTS: Readonly<Record<string, (changes: number) => void>> = {
  append: (changes) => {
    const list = document.querySelector("#list") as HTMLElement;
    for (let at = 0; at < changes; at++) {
      const item = document.createElement("li");
      item.className = "row";
      item.textContent = `New ${at}`;
      list.append(item);
    }
  },
  nest: (changes) => {
    let place: Element = document.querySelector("#list") as HTMLElement;
    const first = place;
    for (let at = 0; at < changes; at++) {
      if (at % 100 === 0) place = first;
      const inner = document.createElement("div");
      place.append(inner);
      place = inner;
    }
  },
  attribute: (changes) => {
    const rows = document.querySelectorAll("#list > li");
    for (let at = 0; at < changes; at++)
      rows[at % rows.length]?.setAttribute("data-row", String(at));
  },
  style: (changes) => {
    const rows = document.querySelectorAll<HTMLElement>("#list > li");
    for (let at = 0; at < changes; at++) {
      const row = rows[at % rows.length];
      if (row !== undefined) row.style.marginLeft = `${at % 50}px`;
    }
  },
  text: (changes) => {
    const spans = document.querySelectorAll("#list > li > span");
    for (let at = 0; at < changes; at++) {
      const text = spans[at % spans.length]?.firstChild;
      if (text instanceof Text) text.data = `Now ${at}`;
    }
  },
  move: (changes) => {
    const list = document.querySelector("#list") as HTMLElement;
    for (let at = 0; at < changes; at++) {
      const row = list.children[(at * 7) % list.children.length];
      if (row !== undefined) list.append(row);
    }
  },
  replace: (changes) => {
    const rows = document.querySelectorAll("#list > li");
    for (let at = 0; at < changes; at++) {
      const span = document.createElement("span");
      span.textContent = `Other ${at}`;
      rows[at % rows.length]?.replaceChildren(span);
    }
  },
};

for (const [name, burst] of Object.entries(BURSTS)) {
  test(`a burst: ${name}`, async ({ browser }) => {
    const spent: Record<Kind, number[]> = { none: [], ours: [], peer: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const kind of KINDS) {
        const subject = await Subject.open(browser, kind, pageOfRows(ROWS));
        await subject.begin();
        await pause(SETTLE_MS);
        await subject.rest();
        const before = await subject.worked();
        await subject.page.evaluate(burst, CHANGES);
        await subject.rest();
        spent[kind].push((await subject.worked()) - before);
        await subject.close();
      }
    }
    const alone = median(spent.none);
    const added = (kind: Kind) => Math.max(0, median(spent[kind]) - alone);
    note(`burst-${name}`, { name, alone, ours: added("ours"), peer: added("peer") });
  });
}
