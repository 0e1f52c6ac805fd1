/** A to-do list as people write them: React, controlled inputs, filters in the address, everything redrawn at each key. */
import { type KeyboardEvent, StrictMode, useEffect, useReducer, useState } from "react";
import { createRoot } from "react-dom/client";

interface Item {
  id: number;
  text: string;
  done: boolean;
}

type Change =
  | { type: "add"; text: string }
  | { type: "toggle"; id: number }
  | { type: "rename"; id: number; text: string }
  | { type: "remove"; id: number }
  | { type: "clear" };

const FIRST: Item[] = [
  { id: 1, text: "Water the plants", done: true },
  { id: 2, text: "Call the plumber", done: false },
  { id: 3, text: "Write to Grandma", done: false },
];

function reduce(items: Item[], change: Change): Item[] {
  switch (change.type) {
    case "add":
      return [
        ...items,
        { id: Math.max(0, ...items.map((item) => item.id)) + 1, text: change.text, done: false },
      ];
    case "toggle":
      return items.map((item) => (item.id === change.id ? { ...item, done: !item.done } : item));
    case "rename":
      return items.map((item) => (item.id === change.id ? { ...item, text: change.text } : item));
    case "remove":
      return items.filter((item) => item.id !== change.id);
    case "clear":
      return items.filter((item) => !item.done);
  }
}

function Row({ item, change }: { item: Item; change: (change: Change) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    if (draft !== null) change({ type: "rename", id: item.id, text: draft });
    setDraft(null);
  };
  return (
    <li className={item.done ? "done" : ""}>
      <input
        type="checkbox"
        aria-label={`Done: ${item.text}`}
        checked={item.done}
        onChange={() => change({ type: "toggle", id: item.id })}
      />
      {draft === null ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: to-do lists are edited by a double click, and so is this one
        <span className="text" onDoubleClick={() => setDraft(item.text)}>
          {item.text}
        </span>
      ) : (
        <input
          className="edit"
          aria-label="Edit"
          // biome-ignore lint/a11y/noAutofocus: the field takes the place of the text that was double-clicked
          autoFocus
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === "Enter" && keep()}
        />
      )}
      <button
        type="button"
        aria-label={`Remove ${item.text}`}
        onClick={() => change({ type: "remove", id: item.id })}
      >
        ×
      </button>
    </li>
  );
}

function App() {
  const [items, change] = useReducer(reduce, FIRST);
  const [text, setText] = useState("");
  const [shown, setShown] = useState(location.hash);
  useEffect(() => {
    const follow = () => setShown(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const add = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || text.trim() === "") return;
    change({ type: "add", text: text.trim() });
    setText("");
  };
  const visible = items.filter(
    (item) => shown === "" || shown === "#/" || item.done === (shown === "#/done"),
  );
  const open = items.filter((item) => !item.done).length;
  return (
    <main>
      <h1>to do</h1>
      <input
        className="new"
        aria-label="New thing to do"
        placeholder="What is next?"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={add}
      />
      <p className="typed">{text === "" ? "Nothing typed" : `You typed ${text.length} letters`}</p>
      <ul>
        {visible.map((item) => (
          <Row key={item.id} item={item} change={change} />
        ))}
      </ul>
      <footer>
        <strong>{open} left</strong>
        <nav>
          {[
            ["#/", "All"],
            ["#/open", "Open"],
            ["#/done", "Done"],
          ].map(([hash, name]) => (
            <a key={hash} href={hash} className={shown === hash ? "here" : ""}>
              {name}
            </a>
          ))}
        </nav>
        {items.some((item) => item.done) && (
          <button type="button" onClick={() => change({ type: "clear" })}>
            Clear done
          </button>
        )}
      </footer>
    </main>
  );
}

const root = document.getElementById("root");
if (root === null) throw new Error("expected #root in the page");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
