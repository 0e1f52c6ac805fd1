import { useMe } from "../../app/me.ts";

/** Names whoever made the database that places come from, as its licence asks; nothing where none does. */
export function PlacesCredit() {
  const credit = useMe().places_credit;
  if (credit === null) return null;
  return (
    <a
      href={credit.url}
      target="_blank"
      rel="noreferrer noopener"
      className="text-ink-faint underline-offset-2 hover:text-ink-soft hover:underline"
    >
      {credit.text}
    </a>
  );
}
