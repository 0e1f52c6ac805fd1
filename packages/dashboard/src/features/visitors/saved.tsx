import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BookmarkPlus, Pencil, Trash2, Users } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { inWords } from "../../api/errors.ts";
import type { SavedSearch, SearchDraft } from "../../api/searches.ts";
import { useServices } from "../../app/services.tsx";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { inputLook } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { asSearch, fromSearch } from "./address.ts";
import { searchesQuery } from "./queries.ts";

/** As the server takes it. */
const LONGEST_NAME = 60;

/**
 * Saved searches in a row: each applies with one press, and again shows everybody. What narrows now can be kept under a name;
 * one's own are renamed, shared and deleted, which can be undone.
 */
export default function SavedSearches({
  current,
  onApply,
}: {
  /** What narrows now, as one would type it; empty: nothing. */
  current: string;
  onApply: (search: string) => void;
}) {
  const { api } = useServices();
  const client = useQueryClient();
  const saved = useQuery(searchesQuery(api)).data ?? [];
  const [open, setOpen] = useState<"save" | "edit" | null>(null);
  const [removed, setRemoved] = useState<SavedSearch | null>(null);
  const act = useMutation({
    mutationFn: (deed: () => Promise<unknown>) => deed(),
    onSuccess: () => client.invalidateQueries({ queryKey: searchesQuery(api).queryKey }),
  });
  const isOn = (one: SavedSearch) => asSearch(fromSearch(one.search)) === current;
  const isSaved = saved.some(isOn);
  const mayChange = saved.some((one) => one.may_change);
  const canSave = current !== "" && !isSaved;

  const remove = (one: SavedSearch) =>
    act.mutate(async () => {
      await api.searches.remove(one.id);
      setRemoved(one);
    });
  const undo = (one: SavedSearch) =>
    act.mutate(async () => {
      await api.searches.restore(one.id);
      setRemoved(null);
    });
  return (
    <section aria-label="Saved searches" className="grid gap-2 px-4 pb-3 sm:px-6">
      <div className="flex flex-wrap items-center gap-1.5">
        {saved.map((one) => (
          <Pill key={one.id} one={one} isOn={isOn(one)} onApply={onApply} />
        ))}
        {/* Always there: if it came with the first letter, the rows below would move away under the mouse. */}
        <Button
          size="small"
          look="ghost"
          disabled={!canSave || open === "save"}
          icon={<BookmarkPlus aria-hidden size={14} />}
          onClick={() => setOpen("save")}
        >
          Save search
        </Button>
        {mayChange && (
          <Button
            size="small"
            look="ghost"
            icon={<Pencil aria-hidden size={13} />}
            aria-expanded={open === "edit"}
            onClick={() => setOpen(open === "edit" ? null : "edit")}
          >
            {open === "edit" ? "Done" : "Edit saved"}
          </Button>
        )}
      </div>
      {open === "save" && (
        <SaveForm
          isBusy={act.isPending}
          onCancel={() => setOpen(null)}
          onSave={(draft) =>
            act.mutate(async () => {
              await api.searches.keep({ ...draft, search: current });
              setOpen(null);
            })
          }
        />
      )}
      {open === "edit" && mayChange && (
        <ul className="grid max-w-2xl gap-2 rounded-lg border border-line bg-surface p-3">
          {saved
            .filter((one) => one.may_change)
            .map((one) => (
              <Editor
                key={one.id}
                one={one}
                isBusy={act.isPending}
                onChange={(change, onError) =>
                  act.mutate(() => api.searches.change(one.id, change), { onError })
                }
                onRemove={() => remove(one)}
              />
            ))}
        </ul>
      )}
      {removed !== null && (
        <Notice
          kind="info"
          action={
            <span className="flex gap-1">
              <Button size="small" disabled={act.isPending} onClick={() => undo(removed)}>
                Undo
              </Button>
              <Button size="small" look="ghost" onClick={() => setRemoved(null)}>
                Close
              </Button>
            </span>
          }
        >
          “{removed.name}” was deleted.
        </Notice>
      )}
      {act.error !== null && <Notice kind="bad">{inWords(act.error)}</Notice>}
    </section>
  );
}

function Pill({
  one,
  isOn,
  onApply,
}: {
  one: SavedSearch;
  isOn: boolean;
  onApply: (search: string) => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={one.search}
      className={classNames(
        "inline-flex h-7 max-w-60 items-center gap-1.5 rounded-full border px-2.5 font-medium text-xs transition-colors",
        isOn
          ? "border-accent bg-accent-soft text-accent-ink"
          : "border-line-strong bg-surface text-ink-soft hover:bg-hover hover:text-ink",
      )}
      onClick={() => onApply(isOn ? "" : one.search)}
    >
      <span className="truncate">{one.name}</span>
      {one.shared && (
        <>
          <Users aria-hidden size={12} className="shrink-0" />
          <span className="sr-only">, shared with the team</span>
        </>
      )}
    </button>
  );
}

function SaveForm({
  isBusy,
  onSave,
  onCancel,
}: {
  isBusy: boolean;
  onSave: (draft: Omit<SearchDraft, "search">) => void;
  onCancel: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  // It was asked for by the press of a button that cannot be pressed now.
  useEffect(() => field.current?.focus(), []);
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onSave({ name: name.trim(), shared });
  };
  return (
    <form
      aria-label="Save search"
      className="flex max-w-2xl flex-wrap items-center gap-2"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <input
        ref={field}
        aria-label="Name of the search"
        placeholder="Name, such as “VIPs at the checkout”"
        maxLength={LONGEST_NAME}
        className={`${inputLook} h-8 w-full sm:w-64`}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Share isOn={shared} onChange={setShared} />
      <Button type="submit" look="primary" size="small" disabled={isBusy || name.trim() === ""}>
        Save
      </Button>
      <Button size="small" look="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}

function Editor({
  one,
  isBusy,
  onChange,
  onRemove,
}: {
  one: SavedSearch;
  isBusy: boolean;
  onChange: (change: Partial<SearchDraft>, onError: () => void) => void;
  onRemove: () => void;
}) {
  const [name, setName] = useState(one.name);
  // Shown at once, and as it was when the server refuses.
  const [shared, setShared] = useState(one.shared);
  const rename = () => {
    const next = name.trim();
    if (next === "") setName(one.name);
    else if (next !== one.name) onChange({ name: next }, () => setName(one.name));
  };
  const share = (on: boolean) => {
    setShared(on);
    onChange({ shared: on }, () => setShared(one.shared));
  };
  return (
    <li className="flex flex-wrap items-center gap-2">
      <input
        aria-label={`Name of ${one.name}`}
        maxLength={LONGEST_NAME}
        className={`${inputLook} h-8 min-w-40 flex-1`}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === "Enter") rename();
          if (event.key === "Escape") setName(one.name);
        }}
      />
      <Share isOn={shared} onChange={share} />
      <Button
        size="icon"
        look="ghost"
        disabled={isBusy}
        aria-label={`Delete ${one.name}`}
        title={`Delete ${one.name}`}
        onClick={onRemove}
      >
        <Trash2 aria-hidden size={15} />
      </Button>
      <code className="w-full truncate font-mono text-ink-faint text-xs">{one.search}</code>
    </li>
  );
}

function Share({ isOn, onChange }: { isOn: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="inline-flex items-center gap-1.5 text-ink-soft text-xs">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      Share with the team
    </label>
  );
}
