/** State of form controls, dialogs, sound and film, which is not in attributes. */
import * as dom from "./dom.ts";
import { MediaAction } from "./format.ts";
import { asNumber, asText, type Fields } from "./read.ts";

/** What the visitor typed, ticked or chose. */
export function applyInput(control: Node, data: Fields): void {
  const text = asText(data["text"]) ?? "";
  if (dom.isHtml(control, "input")) {
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = data["isChecked"] === true;
      control.indeterminate = data["isIndeterminate"] === true;
    } else if (control.type !== "file") control.value = text;
  } else if (dom.isHtml(control, "textarea") || dom.isHtml(control, "select")) {
    if (control.value !== text) control.value = text;
  } else if (dom.isHtml(control, "option")) {
    control.selected = data["isChecked"] === true;
  }
}

/** Opens a dialog as the page has it; a modal one stands above all else, with its backdrop. */
export function openDialog(dialog: Element, mode: unknown): void {
  if (!dom.isHtml(dialog, "dialog") || !dialog.isConnected || mode !== "modal") return;
  // The dialog's first field would take the keyboard away from what the agent is doing.
  const before = document.activeElement;
  dialog.removeAttribute("open");
  dialog.showModal();
  if (before instanceof HTMLElement && document.activeElement !== before) before.focus();
}

/** A dialog lost its `open` attribute. */
export function closeDialog(dialog: Element): void {
  if (dom.isHtml(dialog, "dialog") && dialog.open) dialog.close();
}

/** How sound or film stood when it was serialized. */
export function restoreMedia(element: Element, state: Fields): void {
  applyMedia(element, {
    type: state["rr_mediaState"] === "played" ? MediaAction.play : MediaAction.pause,
    currentTime: state["rr_mediaCurrentTime"],
    playbackRate: state["rr_mediaPlaybackRate"],
    loop: state["rr_mediaLoop"],
  });
}

/** The visitor played, paused or moved within sound or film. It is never heard. */
export function applyMedia(element: Node | undefined, data: Fields): void {
  if (!dom.isHtml(element, "video") && !dom.isHtml(element, "audio")) return;
  if (element.currentSrc === "" && !element.hasAttribute("src")) return;
  element.muted = true;
  element.loop = data["loop"] === true;
  const time = asNumber(data["currentTime"]);
  if (time !== null && time >= 0) element.currentTime = time;
  const rate = asNumber(data["playbackRate"]);
  if (rate !== null && rate >= 0.0625 && rate <= 16) element.playbackRate = rate;
  if (data["type"] === MediaAction.play) element.play().catch(() => undefined);
  else if (data["type"] === MediaAction.pause) element.pause();
}
