import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { buttonLook } from "../../ui/button.tsx";
import type { Shortcut } from "./shortcuts.ts";

const NAMES: Readonly<Record<string, string>> = { Escape: "Esc" };

/** Lists the keys that do something here. */
export function ShortcutHelp({
  shortcuts,
  open,
  onOpen,
}: {
  shortcuts: readonly Shortcut[];
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(26rem,calc(100vw-2rem))] overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-pop"
        >
          <div className="flex items-center justify-between gap-2">
            <Dialog.Title className="font-semibold text-base">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close aria-label="Close" className={buttonLook("ghost", "icon")}>
              <X aria-hidden size={16} />
            </Dialog.Close>
          </div>
          <dl className="mt-3 grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 text-sm">
            {shortcuts.map(({ keys, does }) => (
              <div key={does} className="col-span-2 grid grid-cols-subgrid items-center">
                <dt className="text-ink-soft">{does}</dt>
                <dd className="flex justify-end gap-1">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded border border-line-strong bg-sunken px-1.5 py-0.5 text-center font-medium font-sans text-ink text-xs"
                    >
                      {NAMES[key] ?? key.toUpperCase()}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <p className="mt-4 text-ink-faint text-xs">
            While you type into the visitor's page, your keys are for that page. Press Esc there to
            stop, or click beside it.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
