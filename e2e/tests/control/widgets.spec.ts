/** A part of the widget lab (`python -m bench.widgets` runs all of it): those widgets that need no packages of its own. */
import { expect, test } from "../../src/journey.ts";
import { PLAIN } from "../../widgets/catalogue.ts";
import { use } from "../../widgets/watch.ts";

for (const widget of PLAIN) {
  test(`${widget.name} reacts to an agent as to a person`, async ({ server, newPerson }) => {
    const { person, agent } = await use(widget, server, () => newPerson());
    expect(JSON.parse(agent)).toEqual(JSON.parse(person));
  });
}
