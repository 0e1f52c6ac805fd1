import { Tooltip as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";

export const TooltipProvider = Radix.Provider;

/** A short hint at a control; what it says must not be needed to use the control. */
export function Tooltip({ hint, children }: { hint: ReactNode; children: ReactElement }) {
  // Opening tells other tooltips to close. Left to itself, Radix tells so in an effect, which Preact runs
  // when this one's content is listening already, so that it closes itself.
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side="bottom"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-appear rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-pop"
        >
          {hint}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
