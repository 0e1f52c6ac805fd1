/** The widgets of the lab: whose they are, and what a hand does with each. What came of it the page says itself (`window.outcome`). */
import type { Hand } from "./hand.ts";

export interface Widget {
  /** A page of `widgets/pages`. */
  readonly name: string;
  /** The npm package it is from, null for controls of the browser's own. */
  readonly package: string | null;
  act(hand: Hand): Promise<void>;
}

/** Those that need none of the lab's own packages. */
export const PLAIN: readonly Widget[] = [
  {
    name: "native-form",
    package: null,
    async act(hand) {
      await hand.click("#name");
      await hand.type("Otto  Kite");
      await hand.press("ArrowLeft", 4);
      await hand.press("Backspace");
      await hand.press("Home");
      await hand.press("Shift+ArrowRight");
      await hand.type("o");
      await hand.press("Tab");
      await hand.type("a@b.example");
      await hand.press("Tab");
      await hand.press("ArrowUp", 3);
      await hand.press("Tab");
      await hand.press("Space");
      await hand.click("#small");
      await hand.press("ArrowDown");
      await hand.press("Tab");
      await hand.type("one");
      await hand.press("Enter");
      await hand.type("two three");
      await hand.press("Control+Backspace");
      await hand.press("Control+a");
      await hand.press("End");
      await hand.type("!");
      await hand.press("Control+z");
      await hand.press("Shift+Tab", 3);
      await hand.press("Enter");
      await hand.press("Escape");
    },
  },
  {
    name: "native-pickers",
    package: null,
    async act(hand) {
      await hand.choose("#kite", "Kestrel");
      await hand.choose("#many", "two", "four");
      await hand.choose("#date", "2026-05-17");
      await hand.choose("#time", "13:45");
      await hand.choose("#month", "2026-06");
      await hand.choose("#week", "2026-W21");
      await hand.choose("#when", "2026-05-17T13:45");
      await hand.choose("#colour", "#3366cc");
    },
  },
  {
    name: "native-range",
    package: null,
    async act(hand) {
      await hand.click("#range", [0.4, 0.5]);
      await hand.drag("#range", "#range", [0.75, 0.5], [0.4, 0.5]);
      await hand.press("ArrowRight", 3);
      await hand.press("PageDown");
    },
  },
  {
    name: "native-drag",
    package: null,
    async act(hand) {
      await hand.click("#blank");
      await hand.drag("#one", "#to");
    },
  },
  {
    name: "native-shadow",
    package: null,
    async act(hand) {
      await hand.click("#deep");
      await hand.type("deep");
      await hand.press("Tab");
      await hand.press("Enter");
      await hand.click("#more");
      await hand.click("#frame >> #in");
      await hand.type("framed");
      await hand.click("#frame >> #b");
      await hand.wheel("#pane", 120);
      await hand.doubleClick("#editable", [0.02, 0.5]);
      await hand.type("Three");
    },
  },
  {
    name: "native-menu",
    package: null,
    async act(hand) {
      await hand.click("#blank");
      await hand.hover("#file");
      await hand.click("#save");
      await hand.doubleClick("#dbl");
      await hand.rightClick("#dbl");
      await hand.hover("#blank");
    },
  },
  {
    name: "react",
    package: "react",
    async act(hand) {
      await hand.click("#name");
      await hand.type("otto");
      await hand.press("Enter");
      await hand.type("hoop");
      await hand.press("ArrowLeft", 2);
      await hand.type("x");
      await hand.click("#done");
      await hand.choose("#size", "Large");
    },
  },
  {
    name: "shoelace",
    package: "@shoelace-style/shoelace",
    async act(hand) {
      await hand.click("#kite");
      await hand.click("sl-option[value=hoop]");
      await hand.click("#name");
      await hand.type("Otto");
      await hand.click("#on", [0.2, 0.5]);
      await hand.click("#stars", [0.5, 0.5]);
      await hand.drag("#wind input", "#wind input", [0.8, 0.5], [0.0, 0.5]);
      await hand.drag("#split [part=divider]", "#split", [0.25, 0.5]);
    },
  },
  {
    name: "quill",
    package: "quill",
    async act(hand) {
      await hand.click("#e .ql-editor");
      await hand.type("Some words");
      await hand.press("Enter");
      await hand.type("more");
      await hand.press("Control+a");
      await hand.press("Control+b");
      await hand.press("End");
      await hand.press("Enter");
      await hand.press("Control+b");
      await hand.type("- item");
      await hand.click(".ql-header .ql-picker-label");
      await hand.click(".ql-header .ql-picker-item[data-value='2']");
    },
  },
];

/** Those of further packages. */
export const OTHERS: readonly Widget[] = [
  {
    name: "vue",
    package: "vue",
    async act(hand) {
      await hand.click("#name");
      await hand.type(" otto ");
      await hand.press("Tab");
      await hand.type("late");
      await hand.press("Tab");
      await hand.press("Space");
      await hand.choose("#kite", "Hoop");
      await hand.click("#add");
    },
  },
  {
    name: "mui",
    package: "@mui/material",
    async act(hand) {
      await hand.click("#kite");
      await hand.click("#kite-Hoop");
      await hand.drag("#wind .MuiSlider-thumb", "#wind", [0.7, 0.5]);
      await hand.press("ArrowRight", 2);
      await hand.click("#on");
      await hand.click("#stars", [0.7, 0.5]);
      await hand.click("#found");
      await hand.type("oc");
      await hand.press("ArrowDown");
      await hand.press("Enter");
    },
  },
  {
    name: "ant",
    package: "antd",
    async act(hand) {
      await hand.click("#kite");
      await hand.click(".ant-select-item[title=HOOP]");
      await hand.click("#count");
      await hand.press("ArrowUp", 2);
      await hand.press("Tab");
      await hand.click("#on");
      await hand.drag(".ant-slider-handle", ".ant-slider", [0.75, 0.5]);
      await hand.click("#date");
      await hand.type("2026-05-17");
      await hand.press("Enter");
    },
  },
  {
    name: "material-web",
    package: "@material/web",
    async act(hand) {
      await hand.click("#kite");
      await hand.click("#hoop");
      await hand.click("#name");
      await hand.type("Otto");
      await hand.click("#agree");
      await hand.click("#on");
      await hand.drag("#wind", "#wind", [0.8, 0.5], [0.41, 0.5]);
      await hand.click("#second");
    },
  },
  {
    name: "codemirror",
    package: "codemirror",
    async act(hand) {
      await hand.click(".cm-line", [0.9, 0.5]);
      await hand.press("End");
      await hand.press("Enter");
      await hand.type("if (kite) { wind() }");
      await hand.press("Control+Home");
      await hand.press("ArrowDown");
      await hand.press("Shift+End");
      await hand.press("Delete");
      await hand.paste("pasted\nlines");
      await hand.press("Control+z");
      await hand.press("Control+a");
      await hand.press("ArrowRight");
    },
  },
  {
    name: "monaco",
    package: "monaco-editor",
    async act(hand) {
      await hand.click(".view-line", [0.1, 0.5]);
      await hand.press("End");
      await hand.press("Enter");
      await hand.type("wind(kite");
      await hand.press("Backspace", 2);
      await hand.press("Home");
      await hand.press("Shift+ArrowRight", 2);
      await hand.type("KI");
      await hand.press("Control+z");
      await hand.press("ArrowDown");
      await hand.press("Control+/");
    },
  },
  {
    name: "tinymce",
    package: "tinymce",
    async act(hand) {
      await hand.click("#e_ifr >> p");
      await hand.press("End");
      await hand.type(" and more");
      await hand.press("Enter");
      await hand.type("bold");
      await hand.press("Shift+Home");
      await hand.click("button[aria-label=Bold]");
      await hand.press("End");
      await hand.type("er");
    },
  },
  {
    name: "prosemirror",
    package: "prosemirror-view",
    async act(hand) {
      await hand.click("#e p", [0.05, 0.5]);
      await hand.press("End");
      await hand.press("Enter");
      await hand.type("> quoted");
      await hand.press("Shift+Home");
      await hand.press("Control+b");
      await hand.press("ArrowRight");
      await hand.press("Control+Backspace");
      await hand.type("again");
      await hand.press("Control+z");
    },
  },
  {
    name: "tiptap",
    package: "@tiptap/core",
    async act(hand) {
      await hand.doubleClick("#e p", [0.02, 0.5]);
      await hand.click("#bold");
      await hand.see("#e strong");
      await hand.press("ArrowRight");
      await hand.press("Enter");
      await hand.type("## Head");
      await hand.press("Enter");
      await hand.type("- one");
      await hand.press("Enter");
      await hand.press("Tab");
      await hand.type("two");
      await hand.paste("pasted words");
    },
  },
  {
    name: "trix",
    package: "trix",
    async act(hand) {
      await hand.click("#e", [0.5, 0.3]);
      await hand.press("End");
      await hand.type(" and more");
      await hand.press("Enter");
      await hand.click("button[data-trix-attribute=bullet]");
      await hand.type("item");
      await hand.press("Shift+Home");
      await hand.press("Control+b");
    },
  },
  {
    name: "ag-grid",
    package: "ag-grid-community",
    async act(hand) {
      await hand.click(".ag-header-cell[col-id=name]");
      await hand.doubleClick(".ag-row[row-index='1'] [col-id=price]");
      await hand.press("Control+a");
      await hand.type("77");
      await hand.press("Enter");
      await hand.press("ArrowDown");
      await hand.press("ArrowLeft");
      await hand.press("Enter");
      await hand.press("Control+a");
      await hand.type("Mine");
      await hand.press("Enter");
      await hand.click(".ag-row[row-index='2'] .ag-checkbox-input-wrapper");
      await hand.drag(".ag-header-cell[col-id=id]", ".ag-header-cell[col-id=price]", [0.8, 0.5]);
    },
  },
  {
    name: "leaflet",
    package: "leaflet",
    async act(hand) {
      await hand.click("#blank");
      await hand.click(".leaflet-marker-icon");
      await hand.drag("#map", "#map", [0.3, 0.3], [0.6, 0.7]);
      await hand.click(".leaflet-control-zoom-in");
      await hand.wheel("#map", -120);
      await hand.doubleClick("#map", [0.3, 0.6]);
    },
  },
  {
    name: "excalidraw",
    package: "@excalidraw/excalidraw",
    async act(hand) {
      await hand.click("label[title^='Rectangle']");
      await hand.drag("canvas.interactive", "canvas.interactive", [0.6, 0.6], [0.35, 0.3]);
      await hand.press("o");
      await hand.drag("canvas.interactive", "canvas.interactive", [0.85, 0.7], [0.7, 0.4]);
      await hand.press("Delete");
    },
  },
  {
    name: "jquery-ui",
    package: "jquery-ui-dist",
    async act(hand) {
      await hand.click("#blank");
      await hand.drag("#i1", "#i3", [0.5, 0.9]);
      await hand.drag(".ui-slider-handle", "#slider", [0.6, 0.5]);
      await hand.drag("#box", "#box", [2.5, 1.5]);
      await hand.hover("#menu > li");
      await hand.click("#otto");
      await hand.click("#date");
      await hand.click(".ui-datepicker-next");
      await hand.click(".ui-datepicker-calendar a[data-date='10']");
    },
  },
  {
    name: "nouislider",
    package: "nouislider",
    async act(hand) {
      await hand.drag(".noUi-handle-lower", "#s", [0.4, 0.5]);
      await hand.press("ArrowRight", 2);
      await hand.click("#s", [0.95, 0.5]);
    },
  },
  {
    name: "flatpickr",
    package: "flatpickr",
    async act(hand) {
      await hand.click("#date");
      await hand.click(".flatpickr-next-month");
      await hand.click(".flatpickr-day[aria-label='June 17, 2026']");
      await hand.click(".flatpickr-hour");
      await hand.press("ArrowUp", 2);
      await hand.press("Enter");
    },
  },
  {
    name: "tom-select",
    package: "tom-select",
    async act(hand) {
      await hand.click(".ts-control");
      await hand.type("ke");
      await hand.press("Enter");
      await hand.type("ho");
      await hand.press("ArrowDown");
      await hand.press("Enter");
      await hand.type("Oct");
      await hand.press("Tab");
      await hand.press("Backspace");
    },
  },
  {
    name: "sortable",
    package: "sortablejs",
    async act(hand) {
      await hand.click("#blank");
      await hand.drag("#a", "#c", [0.5, 0.8]);
    },
  },
  {
    name: "dnd-kit",
    package: "@dnd-kit/core",
    async act(hand) {
      await hand.click("#blank");
      await hand.drag("#thing", "#right");
    },
  },
  {
    name: "hello-pangea",
    package: "@hello-pangea/dnd",
    async act(hand) {
      await hand.click("#blank");
      await hand.drag("#otto", "#kestrel", [0.5, 0.9]);
    },
  },
  {
    name: "react-select",
    package: "react-select",
    async act(hand) {
      await hand.click("#kite");
      await hand.press("ArrowDown");
      await hand.press("Enter");
      await hand.type("oct");
      await hand.press("Enter");
      await hand.press("Backspace");
      await hand.press("Escape");
    },
  },
  {
    name: "react-datepicker",
    package: "react-datepicker",
    async act(hand) {
      await hand.click("#date");
      await hand.click(".react-datepicker__navigation--next");
      await hand.click(".react-datepicker__day--017");
      await hand.press("ArrowDown");
      await hand.press("ArrowDown");
      await hand.press("Enter");
    },
  },
  {
    name: "react-flow",
    package: "@xyflow/react",
    async act(hand) {
      await hand.click("#blank");
      await hand.drag("[data-id='1']", "[data-id='1']", [1.5, 2]);
      await hand.drag(
        "[data-id='1'] .react-flow__handle-bottom",
        "[data-id='2'] .react-flow__handle-top",
      );
      await hand.drag(".react-flow__pane", ".react-flow__pane", [0.7, 0.8], [0.6, 0.7]);
    },
  },
  {
    name: "signature-pad",
    package: "signature_pad",
    async act(hand) {
      await hand.click("#blank");
      await hand.drag("#pad", "#pad", [0.8, 0.7], [0.2, 0.2]);
      await hand.drag("#pad", "#pad", [0.2, 0.7], [0.8, 0.2]);
    },
  },
];

export const WIDGETS: readonly Widget[] = [...PLAIN, ...OTHERS];
