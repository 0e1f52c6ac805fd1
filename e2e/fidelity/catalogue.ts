/** The pages of the lab: where each is from, what is done in it, and what no mirror of its tree can show. */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { Place } from "./site.ts";

const FEATURES = fileURLToPath(new URL("../pages/src/features", import.meta.url));

export type Group =
  | "templates"
  | "frameworks"
  | "components"
  | "react"
  | "editors"
  | "grids"
  | "charts"
  | "maps"
  | "drawings"
  | "players"
  | "widgets"
  | "features";

export interface LabPage {
  readonly name: string;
  readonly group: Group;
  readonly place: Place;
  /** What a visitor does. */
  act(page: Page): Promise<void>;
  /** The page says itself when it is there (`window.ready`). */
  readonly saysReady?: boolean;
  /** Why no mirror that is made of the page's tree can show all of it. */
  readonly cannot?: string;
}

type Act = LabPage["act"];

const click =
  (...selectors: string[]): Act =>
  async (page) => {
    for (const selector of selectors) await page.locator(selector).first().click();
  };

const type =
  (selector: string, text: string, then: Act = async () => undefined): Act =>
  async (page) => {
    await page.locator(selector).first().click();
    await page.keyboard.type(text);
    await then(page);
  };

const all =
  (...acts: Act[]): Act =>
  async (page) => {
    for (const act of acts) await act(page);
  };

/** Turns the wheel over the middle of an element. */
const wheel =
  (selector: string, down: number): Act =>
  async (page) => {
    await page.locator(selector).first().hover();
    await page.mouse.wheel(0, down);
  };

const drag =
  (from: readonly [number, number], to: readonly [number, number]): Act =>
  async (page) => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 8 });
    await page.mouse.up();
  };

const call =
  (name: string): Act =>
  async (page) => {
    await page.evaluate(
      (called) => (window as unknown as Record<string, () => unknown>)[called]?.(),
      name,
    );
  };

const npm = (folder: string, path: string): Place => ({ npm: folder, path });

function own(name: string, group: Group, act: Act, more: Partial<LabPage> = {}): LabPage {
  return { name, group, act, place: { source: name }, ...more };
}

const READY = { saysReady: true } as const;
const GENTELLA = "gentelella/dist";

const OTHERS: readonly LabPage[] = [
  {
    name: "sb-admin-2",
    group: "templates",
    place: { site: "admin", path: "/index.html" },
    act: click("#userDropdown"),
  },
  {
    name: "sb-admin-2-tables",
    group: "templates",
    place: { site: "admin", path: "/tables.html" },
    act: type("input[type=search]", "tokyo"),
  },
  {
    name: "sb-admin",
    group: "templates",
    place: npm("startbootstrap-sb-admin/dist", "/index.html"),
    act: click("#sidebarToggle"),
  },
  {
    name: "creative",
    group: "templates",
    place: npm("startbootstrap-creative/dist", "/index.html"),
    act: wheel("body", 900),
  },
  {
    name: "gentelella-analytics",
    group: "templates",
    place: npm(GENTELLA, "/production/index2.html"),
    act: all(click(".nav-toggle"), wheel("main", 400)),
  },
  {
    name: "gentelella-form",
    group: "templates",
    place: npm(GENTELLA, "/production/form_advanced.html"),
    act: async (page) => {
      await page.mouse.click(870, 634);
      await page.keyboard.type("Otto");
      await page.mouse.wheel(0, 300);
    },
  },
  {
    name: "gentelella-kanban",
    group: "templates",
    place: npm(GENTELLA, "/production/kanban.html"),
    act: wheel("main", 300),
  },
  {
    name: "gentelella-calendar",
    group: "templates",
    place: npm(GENTELLA, "/production/calendar.html"),
    act: wheel("main", 200),
  },
  {
    name: "material-dashboard",
    group: "templates",
    place: npm("material-dashboard", "/pages/dashboard.html"),
    act: wheel(".main-content", 500),
  },
  {
    name: "material-dashboard-tables",
    group: "templates",
    place: npm("material-dashboard", "/pages/tables.html"),
    act: wheel(".main-content", 300),
  },
  {
    name: "reveal",
    group: "templates",
    place: npm("reveal.js", "/demo.html"),
    act: async (page) => {
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
    },
  },
  {
    name: "jquery-ui",
    group: "templates",
    place: npm("jquery-ui-dist", "/index.html"),
    act: click("#accordion h3:nth-of-type(2)", "#dialog-link"),
  },

  own("bootstrap", "frameworks", click("#fold", "#open")),
  own("bulma", "frameworks", all(type("#name", " II"), click("#open"))),
  own("pico", "frameworks", click("#fold", "#open"), {
    cannot: "the browser blurs what is behind a dialog another way along the edge of a frame",
  }),
  own("uikit", "frameworks", click("#fold", "#second", "#open")),
  own("fomantic", "frameworks", click("#fold", "#menu")),
  own("materialize", "frameworks", all(click("#fold"), type("#name", "Otto"))),
  own("tabler", "frameworks", click("#open")),

  {
    name: "shoelace",
    group: "components",
    place: { site: "gallery", path: "/" },
    act: click("#tab-two", "#open-dialog"),
  },
  own("webawesome", "components", all(type("#name", " II"), click("#second", "#fold")), READY),
  own("material-web", "components", all(type("#name", " II"), click("#second", "#b")), READY),
  own("fluent", "components", all(type("#name", " II"), click("#fold", "#second")), READY),
  own("spectrum", "components", all(type("#name", " II"), click("#second", "#picker")), READY),
  own("vaadin", "components", all(click("vaadin-grid-sorter"), type("#combo", "o")), READY),
  own("ionic", "components", all(click("#second", "#fold"))),

  {
    name: "react-todo",
    group: "react",
    place: { site: "todo", path: "/" },
    act: async (page) => {
      await page.getByPlaceholder("What is next?").fill("Buy a kite");
      await page.keyboard.press("Enter");
    },
  },
  own("mui", "react", all(click("#second", "#fold"), type("#name", " II"))),
  own("mantine", "react", all(click("#second", "#fold", "#kite"))),
  own("react-flow", "react", drag([480, 150], [620, 260])),

  {
    name: "quill",
    group: "editors",
    place: { site: "editor", path: "/" },
    act: type(".ql-editor", "Kites. "),
  },
  own("codemirror", "editors", all(type(".cm-line", "kite "), wheel(".cm-scroller", 900))),
  own("monaco", "editors", all(type(".view-line", "kite "), wheel(".view-lines", 900)), READY),
  own(
    "tinymce",
    "editors",
    async (page) => {
      await page.frameLocator("iframe").locator("p").click();
      await page.keyboard.type("Kites. ");
      await page.locator('button[aria-label="Bold"]').click();
    },
    READY,
  ),
  own("ace", "editors", all(type(".ace_content", "kite "), wheel(".ace_content", 900))),
  own("tiptap", "editors", type(".tiptap h2", " fly")),
  own("prosemirror", "editors", type(".ProseMirror p", "Kites. "), {
    // Without the caret (`getSelection().removeAllRanges()`, the focus stays) page and mirror are equal.
    cannot:
      "beside its blinking caret the browser draws a focus ring with other edges, and a mirror has a caret only if it takes the agent's focus",
  }),
  own("toastui-editor", "editors", type(".toastui-editor-md-container .ProseMirror", "Kites. ")),
  own("trix", "editors", type("trix-editor", "Kites. ")),
  own("easymde", "editors", type(".CodeMirror-line", "Kites. ")),

  own(
    "ag-grid",
    "grids",
    all(click('.ag-header-cell[col-id="price"]'), wheel(".ag-root-wrapper", 900)),
  ),
  own("tabulator", "grids", all(click(".tabulator-col"), wheel(".tabulator-tableholder", 900))),
  own("gridjs", "grids", type(".gridjs-input", "kite 7")),
  own("datatables", "grids", type("input[type=search]", "kite 7")),
  own("revogrid", "grids", wheel("revo-grid", 900)),
  {
    name: "x-spreadsheet",
    group: "grids",
    place: npm("x-data-spreadsheet/dist", "/index.html"),
    cannot: "a frame of another site stands in it, of which nothing may be read",
    act: async (page) => {
      await page.mouse.click(300, 300);
      await page.keyboard.type("Otto");
      await page.keyboard.press("Enter");
    },
  },

  own("chartjs", "charts", async (page) => {
    await page.locator("#a").hover({ position: { x: 200, y: 150 } });
  }),
  own("echarts", "charts", async (page) => {
    await page.locator("#a").hover({ position: { x: 200, y: 180 } });
  }),
  own("d3", "charts", async (page) => {
    await page.mouse.click(150, 250);
  }),
  own("plotly", "charts", async (page) => {
    await page.mouse.move(250, 300);
  }),
  own("uplot", "charts", drag([300, 300], [600, 300])),
  own("cytoscape", "charts", drag([480, 60], [600, 200])),

  own("leaflet", "maps", all(click(".leaflet-marker-icon", ".leaflet-control-zoom-in"))),
  own("openlayers", "maps", click(".ol-zoom-in"), READY),
  own("maplibre", "maps", click(".maplibregl-ctrl-zoom-in"), READY),
  own("jsvectormap", "maps", all(click('path[data-code="BR"]', ".jvm-zoomin"))),

  own("fabric", "drawings", drag([140, 130], [420, 380])),
  own("konva", "drawings", drag([210, 210], [330, 330])),
  own("pixi", "drawings", call("turn"), READY),
  {
    name: "paper",
    group: "drawings",
    place: npm("paper", "/examples/Scripts/Shapes.html"),
    act: async (page) => {
      await page.mouse.move(300, 300);
    },
  },
  {
    name: "paper-tiger",
    group: "drawings",
    place: npm("paper", "/examples/Paperjs.org/HitTesting.html"),
    act: drag([300, 300], [360, 380]),
  },
  own("three", "drawings", call("turn"), READY),
  own("model-viewer", "drawings", drag([400, 300], [520, 320]), READY),

  own("videojs", "players", async (page) => {
    await page.locator("video").evaluate((video: HTMLVideoElement) => {
      video.currentTime = 0.5;
    });
    await page.locator("#a").hover();
  }),
  own("plyr", "players", async (page) => {
    await page.locator("video").evaluate((video: HTMLVideoElement) => {
      video.currentTime = 0.5;
    });
    await page.locator('[data-plyr="settings"]').first().click();
  }),
  own(
    "media-chrome",
    "players",
    async (page) => {
      await page.locator("video").evaluate((video: HTMLVideoElement) => {
        video.currentTime = 0.5;
      });
      await page.locator("media-mute-button").hover();
    },
    READY,
  ),
  own(
    "wavesurfer",
    "players",
    async (page) => {
      await page.mouse.click(500, 100);
    },
    READY,
  ),

  own("swagger-ui", "widgets", click(".opblock-summary-control", ".try-out__btn")),
  own("katex", "widgets", call("more")),
  own("highlight", "widgets", call("other")),
  own("fullcalendar", "widgets", async (page) => {
    await page.getByRole("tab", { name: /week/i }).first().click();
  }),
  own("flatpickr", "widgets", click("#a", ".flatpickr-calendar.open .flatpickr-next-month")),
  own("gridstack", "widgets", drag([120, 60], [520, 260])),
  own("swiper", "widgets", click(".swiper-button-next", ".swiper-button-next")),
  own("photoswipe", "widgets", click("#a a:nth-child(2)")),
  own("tom-select", "widgets", type(".ts-control", "2")),
  own("driver", "widgets", click("#start")),
  own("frappe-gantt", "widgets", click(".bar-wrapper")),
];

/** What a script of a page cannot do: a visitor's hand does it after `window.act()`. */
const BY_HAND: Readonly<Record<string, Act>> = {
  pointer: async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await page.locator("ul").first().hover();
    await page.locator("#inner").hover();
  },
  "selection-fields": async (page) => {
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowUp");
  },
  "window-size": (page) => page.setViewportSize({ width: 820, height: 600 }),
};

/** Features that no mirror shows to the last pixel, and why. */
const CANNOT: Readonly<Record<string, string>> = {
  "selection-fields": "browsers paint a selection in a field only where the focus is",
};

/** A page per feature of the mirror: each does by `window.act()` what changes in it. */
function features(): LabPage[] {
  if (!existsSync(FEATURES)) return [];
  return readdirSync(FEATURES)
    .filter((file) => file.endsWith(".html"))
    .sort()
    .map((file) => {
      const feature = file.slice(0, -".html".length);
      return {
        name: `feature-${feature}`,
        group: "features",
        place: { feature },
        act: all(call("act"), BY_HAND[feature] ?? (async () => undefined)),
        ...(feature in CANNOT && { cannot: CANNOT[feature] ?? "" }),
      };
    });
}

export const PAGES: readonly LabPage[] = [...OTHERS, ...features()];
