import type { NavigateAction, SessionView } from "@userview/protocol";
import { ArrowLeft, ArrowRight, RotateCw } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { buttonLook } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import { destination } from "./address.ts";

const FIELD = "watched-address";

/** Lets the agent type an address. */
export function focusAddress(): void {
  document.getElementById(FIELD)?.focus();
}

/** Where the visitor is, and the way to another page of the site. */
export function AddressBar({
  view,
  onGo,
  onRefuse,
}: {
  view: SessionView;
  onGo: (to: NavigateAction["to"], url: string | null) => void;
  /** What was typed is no address; said in words. */
  onRefuse: (words: string) => void;
}) {
  const current = view.page?.info.url ?? "";
  const may = view.permissions.allow_agent_redirect;
  const [draft, setDraft] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const url = destination(draft ?? current, current);
    if (url === null) {
      onRefuse("That is not the address of a page. Try /help or shop.example/help.");
      return;
    }
    onGo("url", url);
    setDraft(null);
    event.currentTarget.querySelector("input")?.blur();
  };
  return (
    <div className="flex min-w-0 flex-1 basis-64 items-center gap-0.5">
      {may && (
        <>
          <Step label="Back" onPress={() => onGo("back", null)}>
            <ArrowLeft aria-hidden size={16} />
          </Step>
          <Step label="Forward" onPress={() => onGo("forward", null)}>
            <ArrowRight aria-hidden size={16} />
          </Step>
          <Step label="Reload" onPress={() => onGo("reload", null)}>
            <RotateCw aria-hidden size={15} />
          </Step>
        </>
      )}
      <form onSubmit={submit} className="min-w-0 flex-1">
        <input
          id={FIELD}
          aria-label="Address of the visitor's page"
          title={may ? undefined : "You may not send the visitor to another page"}
          value={draft ?? current}
          readOnly={!may}
          spellCheck={false}
          autoComplete="off"
          enterKeyHint="go"
          className={classNames(
            "h-8 w-full truncate rounded-full border border-transparent bg-sunken px-3 text-ink-soft text-xs transition-colors",
            "focus:border-accent focus:bg-surface focus:text-ink focus:outline-2 focus:outline-accent/30",
            may && "hover:border-line-strong",
          )}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => setDraft(null)}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            setDraft(null);
            event.currentTarget.blur();
          }}
        />
      </form>
    </div>
  );
}

function Step({
  label,
  onPress,
  children,
}: {
  label: string;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip hint={`${label}, in the visitor's browser`}>
      <button
        type="button"
        aria-label={label}
        className={buttonLook("ghost", "icon")}
        onClick={onPress}
      >
        {children}
      </button>
    </Tooltip>
  );
}
