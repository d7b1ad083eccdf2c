/** The logo: three streams that become one. */
export function Mark() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      className="size-4 shrink-0 text-accent"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
    >
      <path d="M2 3c4 0 4 5 8 5h4M2 8h8M2 13c4 0 4-5 8-5" />
    </svg>
  );
}
