import { Tabs } from "radix-ui";
import { CodeBlock } from "../../ui/code-block.tsx";
import { NODE, PAYLOAD, PYTHON } from "./samples.ts";

const TAB =
  "h-9 shrink-0 whitespace-nowrap border-transparent border-b-2 px-1 font-medium text-ink-soft transition-colors hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink";

/** How a receiver looks: what comes, and how to know that it is ours. */
export function Receiving() {
  return (
    <Tabs.Root defaultValue="payload" className="min-w-0">
      <Tabs.List
        aria-label="How to receive webhooks"
        className="mb-3 flex gap-5 overflow-x-auto border-line border-b"
      >
        <Tabs.Trigger value="payload" className={TAB}>
          What is posted
        </Tabs.Trigger>
        <Tabs.Trigger value="python" className={TAB}>
          Verify in Python
        </Tabs.Trigger>
        <Tabs.Trigger value="node" className={TAB}>
          Verify in Node
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="payload">
        <CodeBlock label="JSON" code={PAYLOAD} />
      </Tabs.Content>
      <Tabs.Content value="python">
        <CodeBlock label="Python" code={PYTHON} />
      </Tabs.Content>
      <Tabs.Content value="node">
        <CodeBlock label="JavaScript" code={NODE} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
