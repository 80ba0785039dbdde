import type { ReactNode } from "react";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** Something that the chain does not know. */
export function NothingHere({ title, why, action }: { title: string; why: string; action?: ReactNode }) {
  return (
    <Card isFlush>
      <EmptyState title={title} action={action}>
        {why}
      </EmptyState>
    </Card>
  );
}
