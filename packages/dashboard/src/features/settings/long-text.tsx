import { inputLook } from "../../ui/field.tsx";

/** From this share of what fits on, people are told how much is left. */
const NEARLY_FULL = 0.8;

export interface LongTextProps {
  id: string;
  describedBy?: string;
  invalid?: boolean;
  value: string;
  placeholder?: string;
  /** Of what stands there, where it is another one than the page's. */
  lang?: string;
  /** Characters that fit; the browser takes no more. */
  longest: number;
  /** Lines that are there when nothing is written; more appear as they are needed. */
  rows: number;
  /** Line breaks are kept; otherwise they become spaces. */
  lines: boolean;
  onChange: (text: string) => void;
}

/** A field for sentences: grows with them, and says how many characters are used before it is full. */
export function LongText(props: LongTextProps) {
  const { value, longest, rows, lines, onChange } = props;
  return (
    <div className="grid gap-1">
      <textarea
        id={props.id}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        placeholder={props.placeholder}
        lang={props.lang}
        maxLength={longest}
        rows={rows}
        value={value}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          onChange(lines ? typed : typed.replace(/\s*\n\s*/g, " "));
        }}
        className={inputLook.replace("h-9", "field-sizing-content min-h-9 resize-y py-1.75")}
      />
      {value.length >= longest * NEARLY_FULL && (
        <p role="status" className="justify-self-end text-ink-faint text-xs tabular-nums">
          {value.length} of {longest} characters
        </p>
      )}
    </div>
  );
}
