/** A list of names with their values. */
export function KeyValues({
  values,
}: {
  readonly values: readonly (readonly [string, string | null | undefined])[];
}) {
  return (
    <dl className="grid grid-cols-[max-content_1fr] items-baseline gap-x-4 gap-y-1">
      {values.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-2">{name}</dt>
          <dd className="min-w-0 font-mono text-12 leading-5 break-words">
            {value ?? <span className="font-sans text-text-3">–</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
