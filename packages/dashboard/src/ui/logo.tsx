/** The mark: an open eye whose pupil is a pointer. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M5.5 14.2C8.2 9.9 11.8 7.8 16 7.8s7.8 2.1 10.5 6.4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="M12.6 12.4l10.2 4.3-4.5 1.7 3 3.6-2.2 1.8-2.9-3.7-2.5 3.9z"
        fill="#fff"
        stroke="#fff"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
    </svg>
  );
}
