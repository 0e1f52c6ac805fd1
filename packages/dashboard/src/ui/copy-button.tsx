import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";

/** Copies `text`; says for two seconds that it has, or that the browser would not. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    writeClipboard(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  };
  return (
    <Button
      size="small"
      onClick={copy}
      icon={state === "copied" ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
    >
      <span aria-live="polite">
        {state === "copied" ? "Copied" : state === "refused" ? "Select and copy by hand" : label}
      </span>
    </Button>
  );
}

/** On plain http (not localhost) browsers offer no clipboard; then this rejects. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard === undefined) throw new Error("no clipboard here");
  await navigator.clipboard.writeText(text);
}
