import type { ReactNode } from "react";

export interface PageProps {
  readonly title: ReactNode;
  /** One sentence under the title. */
  readonly lead?: ReactNode;
  /** Above the title: where this page belongs. */
  readonly trail?: ReactNode;
  /** Right of the title: buttons. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Frame of a page: one heading, what can be done, the parts below each other. */
export function Page({ title, lead, trail, actions, children }: PageProps) {
  return (
    <div className="mx-auto flex w-full max-w-[90rem] flex-col gap-5 px-4 py-6 sm:px-6">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          {trail && <div className="mb-1 text-xs text-muted">{trail}</div>}
          <h1 className="text-2xl font-semibold tracking-tight break-words">{title}</h1>
          {lead && <p className="mt-1 max-w-3xl text-muted">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
