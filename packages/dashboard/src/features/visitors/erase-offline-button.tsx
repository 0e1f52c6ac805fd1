import { Trash2 } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import type { Erasing } from "./erase-offline.tsx";

/** The button that asks before it begins. */
export default function EraseOfflineButton({ erasing }: { erasing: Erasing }) {
  return (
    <Confirm
      title="Erase everybody who is offline?"
      text="Everything known of all visitors who are offline now goes for good: identities, sessions, notes and pictures. This cannot be taken back."
      action="Erase for good"
      onConfirm={erasing.begin}
    >
      <Button
        look="ghost"
        size="icon"
        aria-label="Erase everybody who is offline"
        title="Erase everybody who is offline"
        disabled={erasing.isBusy}
      >
        <Trash2 aria-hidden size={16} />
      </Button>
    </Confirm>
  );
}
