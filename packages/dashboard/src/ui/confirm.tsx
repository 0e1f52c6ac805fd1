import { AlertDialog } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { buttonLook } from "./button.tsx";

/** A question before something that cannot be taken back; `children` is the button that asks it. */
export function Confirm({
  title,
  text,
  action,
  onConfirm,
  children,
}: {
  title: string;
  text: ReactNode;
  /** What the button that does it says. */
  action: string;
  onConfirm: () => void;
  children: ReactElement;
}) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>{children}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <AlertDialog.Content className="-translate-x-1/2 -translate-y-1/2 fixed top-1/2 left-1/2 z-50 w-[min(26rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-5 shadow-pop">
          <AlertDialog.Title className="font-semibold text-base">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-ink-soft">{text}</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel className={buttonLook("secondary")}>Cancel</AlertDialog.Cancel>
            <AlertDialog.Action className={buttonLook("danger")} onClick={onConfirm}>
              {action}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
