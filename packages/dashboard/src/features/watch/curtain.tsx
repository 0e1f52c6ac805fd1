import { LoaderCircle, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../../ui/class-names.ts";
import type { StateInWords } from "./words.ts";

/** In the middle of the window, while no page is shown. */
export function Curtain({
  words,
  plain,
  children,
}: {
  words: StateInWords;
  /** Small and neutral, for pages that show nothing of UserView. */
  plain: boolean;
  children?: ReactNode;
}) {
  return (
    <div
      data-userview-overlay
      role="status"
      className={classNames(
        "absolute inset-0 z-10 grid place-items-center overflow-y-auto p-6 text-center",
        plain ? "bg-canvas" : "bg-mat",
      )}
    >
      <div className={classNames("max-w-md", plain && "text-ink-soft text-sm")}>
        {words.tone === "busy" && (
          <LoaderCircle
            aria-hidden
            size={plain ? 18 : 24}
            className="mx-auto mb-3 animate-spin text-ink-faint"
          />
        )}
        {words.tone === "warning" && !plain && (
          <WifiOff aria-hidden size={24} className="mx-auto mb-3 text-warn-ink" />
        )}
        <p className={plain ? "" : "font-semibold text-lg"}>{words.title}</p>
        {words.detail !== null && <p className="mt-1 text-ink-soft">{words.detail}</p>}
        {children}
      </div>
    </div>
  );
}

/** A line over the top of the mirror, which stays in sight below it. */
export function Ribbon({ children, busy = false }: { children: ReactNode; busy?: boolean }) {
  return (
    <div
      data-userview-overlay
      role="status"
      className="-translate-x-1/2 absolute top-3 left-1/2 z-10 flex max-w-[calc(100%-2rem)] animate-appear items-center gap-2 rounded-full bg-ink px-4 py-1.5 text-canvas text-sm shadow-pop"
    >
      {busy && <LoaderCircle aria-hidden size={14} className="shrink-0 animate-spin" />}
      <span className="min-w-0">{children}</span>
    </div>
  );
}
