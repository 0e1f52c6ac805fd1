import { useMutation } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { inWords } from "../../api/errors.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { clockLength, DateTime } from "../../ui/time.tsx";

const DAY = 86_400;
const PERIODS = [
  { value: `${DAY}`, label: "A day" },
  { value: `${7 * DAY}`, label: "A week" },
  { value: `${30 * DAY}`, label: "30 days" },
] as const;

/** Links to this moment: for colleagues, who sign in, and for others, for whom it ends. */
export function Share({ session, at }: { session: string; at: number }) {
  const { api } = useServices();
  const [period, setPeriod] = useState<(typeof PERIODS)[number]["value"]>(PERIODS[1].value);
  const made = useMutation({ mutationFn: () => api.recordings.share(session, Number(period)) });
  const own = new URL(`/recordings/${session}?t=${Math.floor(at / 1000)}`, location.origin).href;
  return (
    <Popover.Root onOpenChange={() => made.reset()}>
      <Popover.Trigger asChild>
        <Button icon={<Link2 aria-hidden size={15} />}>Share</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 grid w-[min(24rem,calc(100vw-1.5rem))] gap-4 rounded-xl border border-line bg-surface p-4 shadow-pop"
        >
          <section className="grid gap-2">
            <h3 className="font-medium">This moment, for your team</h3>
            <p className="text-ink-soft text-xs">
              Opens at {clockLength(at / 1000)}, for members who are signed in.
            </p>
            <div>
              <CopyButton text={own} label="Copy link" />
            </div>
          </section>
          <section className="grid gap-2 border-line border-t pt-4">
            <h3 className="font-medium">For others</h3>
            <p className="text-ink-soft text-xs">
              Whoever has the link plays this recording without signing in, until it is over.
            </p>
            {made.data === undefined ? (
              <div className="flex flex-wrap items-center gap-2">
                <Segmented label="Good for" value={period} choices={PERIODS} onChange={setPeriod} />
                <Button size="small" disabled={made.isPending} onClick={() => made.mutate()}>
                  Make a link
                </Button>
              </div>
            ) : (
              <div className="flex flex-wrap items-center gap-2">
                <CopyButton text={made.data.url} label="Copy link" />
                <span className="text-ink-soft text-xs">
                  good until <DateTime at={made.data.expires_at} />
                </span>
              </div>
            )}
            {made.error !== null && (
              <p role="alert" className="text-bad-ink text-xs">
                {inWords(made.error)}
              </p>
            )}
          </section>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
