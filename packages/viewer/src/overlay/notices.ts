/** Short words at places of the mirror: why an input was refused, and where something cannot be shown. */
import type { InputRefusal } from "@userview/protocol";
import type { Box, Picker, Point } from "../engine/index.ts";

const NOTICE_MS = 2500;

const PICKERS: Readonly<Record<Picker["kind"], string>> = {
  list: "The visitor has this list open",
  date: "The visitor is choosing a date or time",
  color: "The visitor is choosing a colour",
  file: "The visitor is choosing a file",
};

const REFUSALS: Readonly<
  Record<InputRefusal | "control_held" | "control_not_granted" | "no_consent" | "not_live", string>
> = {
  not_found: "This is no longer on the page",
  covered: "Something else is in front of this",
  protected: "Only the visitor can use this field",
  masked: "This is hidden from agents",
  not_permitted: "This is not allowed here",
  stale: "The page has changed; try again",
  failed: "The visitor's browser could not do this",
  control_held: "Another agent is in control",
  control_not_granted: "The visitor is asked to let you control",
  no_consent: "The visitor has not agreed yet",
  not_live: "The visitor's page is not connected",
};

export class Notices {
  private gaps: HTMLElement[] = [];
  private passing: HTMLElement | null = null;
  private picker: HTMLElement | null = null;

  constructor(private readonly overlay: HTMLElement) {}

  /** Says at a point of the overlay why an input was refused. */
  refuse(reason: string, at: Point): void {
    const notice = this.overlay.ownerDocument.createElement("div");
    notice.className = "notice";
    notice.setAttribute("role", "status");
    notice.textContent = Object.hasOwn(REFUSALS, reason)
      ? REFUSALS[reason as keyof typeof REFUSALS]
      : REFUSALS.failed;
    notice.style.left = `${at.x}px`;
    notice.style.top = `${at.y}px`;
    this.overlay.append(notice);
    setTimeout(() => notice.remove(), NOTICE_MS);
  }

  /** Says that a stretch of a recording without anything is passed over. @param ms how long it was; null: none is. */
  pass(ms: number | null): void {
    if (ms === null) {
      this.passing?.remove();
      this.passing = null;
      return;
    }
    if (this.passing === null) {
      this.passing = this.overlay.ownerDocument.createElement("div");
      this.passing.className = "passing";
      this.passing.setAttribute("role", "status");
      this.overlay.append(this.passing);
    }
    this.passing.textContent = `Skipping ${inWords(ms)} without activity`;
  }

  /** Says below a field that the visitor's browser shows something there that no mirror can. @param scale of the mirror. */
  pick(picker: Picker | null, scale: number): void {
    this.picker?.remove();
    this.picker = null;
    if (picker === null) return;
    const { x, y, height } = picker.box;
    this.picker = this.overlay.ownerDocument.createElement("div");
    this.picker.className = "picker";
    this.picker.setAttribute("role", "status");
    this.picker.textContent = PICKERS[picker.kind];
    this.picker.style.left = `${x * scale}px`;
    this.picker.style.top = `${(y + height) * scale + 4}px`;
    this.overlay.append(this.picker);
  }

  /** Marks these boxes, and no others, as not shown. */
  markGaps(boxes: readonly Box[], scale: number): void {
    for (const gap of this.gaps) gap.remove();
    this.gaps = boxes.map((box) => {
      const gap = this.overlay.ownerDocument.createElement("div");
      gap.className = "gap";
      gap.textContent =
        box.width * scale < 90 || box.height * scale < 30 ? "" : "Not available here";
      gap.title = "This part of the page cannot be shown to agents";
      Object.assign(gap.style, {
        left: `${box.x * scale}px`,
        top: `${box.y * scale}px`,
        width: `${box.width * scale}px`,
        height: `${box.height * scale}px`,
      });
      return gap;
    });
    this.overlay.prepend(...this.gaps);
  }
}

/** `48 s`, `2 min 13 s`. */
function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
