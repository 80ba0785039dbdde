/** A named bucket of comparable hardware, such as `cpu.v1`. */
export function ResourceClass({ value }: { value: string }) {
  return (
    <span className="inline-block rounded border border-line bg-sunken px-1.5 py-px font-mono text-xs whitespace-nowrap">
      {value}
    </span>
  );
}
