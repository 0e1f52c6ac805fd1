import { Trash2 } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";

/** The button that asks before it begins. */
export default function EraseOfflineButton({
  begin,
  isBusy,
}: {
  begin: () => void;
  isBusy: boolean;
}) {
  return (
    <Confirm
      title="Erase everybody who is offline?"
      text="Everything known of all visitors who are offline now goes for good: identities, sessions, notes and pictures. This cannot be taken back."
      action="Erase for good"
      onConfirm={begin}
    >
      <Button
        look="ghost"
        size="icon"
        aria-label="Erase everybody who is offline"
        title="Erase everybody who is offline"
        disabled={isBusy}
      >
        <Trash2 aria-hidden size={16} />
      </Button>
    </Confirm>
  );
}
