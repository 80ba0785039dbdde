export function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6">
      <path d="M16 2.5 27.7 9.25v13.5L16 29.5 4.3 22.75V9.25Z" className="fill-accent" />
      <path
        d="M16 9.2 21.9 12.6v6.8L16 22.8l-5.9-3.4v-6.8Z"
        className="fill-none stroke-surface"
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
    </svg>
  );
}
