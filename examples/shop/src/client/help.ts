/** The help corner, and the same number on the page about the demo. */
import { must, show } from "./dom.ts";
import { isInstalled, serverOrigin, whenKnown } from "./userview.ts";

export function startHelp(): void {
  const output = must("#short-id", HTMLOutputElement);
  const copy = must("#copy-id", HTMLButtonElement);
  if (!isInstalled()) output.textContent = "We cannot be reached at the moment.";
  whenKnown((shortId) => {
    output.textContent = shortId;
    show(copy, navigator.clipboard !== undefined);
    copy.addEventListener("click", () => {
      navigator.clipboard.writeText(shortId).then(
        () => {
          copy.textContent = "Copied";
        },
        () => getSelection()?.selectAllChildren(output),
      );
    });
  });
}

export function startAbout(): void {
  const origin = serverOrigin();
  const output = must("#about-id", HTMLOutputElement);
  if (origin === null) {
    output.textContent = "unknown";
    must("#watch-says", HTMLElement).textContent =
      "UserView’s script did not load. Is the server running?";
    return;
  }
  whenKnown((shortId) => {
    output.textContent = shortId;
    must("#watch-link", HTMLAnchorElement).href = `${origin}/visitors/${shortId}/watch`;
    must("#dashboard-link", HTMLAnchorElement).href = `${origin}/`;
    show(must("#watch-links", HTMLElement), true);
  });
}
