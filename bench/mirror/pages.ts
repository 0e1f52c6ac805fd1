/** Pages of a given size, the same in every run. Their style sheets ask for each attribute of theirs: ours tells only of such, the peer of all. */

const RULES_PER_SHEET = 300;
const SHEETS = 4;

function sheet(number: number): string {
  const rules = Array.from(
    { length: RULES_PER_SHEET },
    (_, rule) =>
      `.s${number}-${rule}, .card:nth-child(${rule + 2}) .s${number} { padding: ${rule % 9}px; color: rgb(${rule % 200}, 40, ${number * 40}); border: ${rule % 2}px solid #ccc }`,
  );
  return `<style>${rules.join("\n")} .card:hover { background: #eef } .card[data-row] { margin: 1px }</style>`;
}

/** Six nodes with their texts and eleven attributes; one in ten is masked. */
function card(at: number): string {
  const mask = at % 10 === 0 ? " data-mask data-userview-mask" : "";
  return `<div class="card s0-${at % 300} s1-${at % 211}" id="card-${at}" data-row="${at}"${mask}><h3 class="s2-${at % 97}">Kite ${at}</h3><p title="about ${at}">It flies in a wind of <b>${at % 30}</b> knots.</p><a href="/kites/${at}?from=list" class="s3-${at % 31}">More</a></div>`;
}

const NODES_PER_CARD = 10;

/** About so many nodes, text nodes counted, with style sheets, fields and masked parts. */
export function pageOf(nodes: number): string {
  const cards = Array.from({ length: Math.round(nodes / NODES_PER_CARD) }, (_, at) => card(at));
  const sheets = Array.from({ length: SHEETS }, (_, number) => sheet(number));
  return `<!doctype html><html><head><title>${nodes} nodes</title>${sheets.join("")}</head><body><form><input value="a name"><input type="password" value="secret"><select><option>One</option></select><textarea>Words</textarea></form><main>${cards.join("\n")}</main></body></html>`;
}

/** A list to change. */
export function pageOfRows(rows: number): string {
  const items = Array.from(
    { length: rows },
    (_, row) => `<li id="r${row}" class="row" data-row="${row}"><span>Row ${row}</span></li>`,
  );
  return `<!doctype html><html><head><title>Rows</title><style>li{font:12px sans-serif}[data-row],[data-change]{color:#222}</style></head><body><ul id="list">${items.join("")}</ul></body></html>`;
}
