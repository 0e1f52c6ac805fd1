/** The widget lab: each widget's row goes to reports/widgets, where `python -m bench.widgets` reads it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "../src/journey.ts";
import { WIDGETS, type Widget } from "./catalogue.ts";
import { type Outcome, use } from "./watch.ts";

const REPORT = fileURLToPath(new URL("../../reports/widgets", import.meta.url));

for (const widget of WIDGETS) {
  test(`widget: ${widget.name}`, async ({ browser, server, newPerson }) => {
    let found: Outcome | { error: string };
    try {
      found = await use(widget, server, () => newPerson());
    } catch (error) {
      found = { error: String(error) };
    }
    mkdirSync(REPORT, { recursive: true });
    const row = { name: widget.name, library: widget.package ?? "browser" };
    const version = widget.package === null ? browser.version() : versionOf(widget.package);
    writeFileSync(
      join(REPORT, `${widget.name}.json`),
      JSON.stringify({ ...row, version, ...found }, null, 1),
    );
  });
}

/** A package's own file is not always among those that it lets others import. */
function versionOf(name: NonNullable<Widget["package"]>): string {
  const from = createRequire(new URL("./pages/package.json", import.meta.url));
  for (const folder of from.resolve.paths(name) ?? []) {
    try {
      const found: unknown = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
      return (found as { version: string }).version;
    } catch {
      // Not installed here: the next folder outwards.
    }
  }
  throw new Error(`expected ${name} to be installed beside ${dirname(REPORT)}`);
}
