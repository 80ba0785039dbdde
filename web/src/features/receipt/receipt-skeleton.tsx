import { receiptTexts as texts } from "../../texts/receipt.ts";
import { Card } from "../../ui/card.tsx";
import { Skeleton, SkeletonLines } from "../../ui/skeleton.tsx";

/** The page's own layout while the receipt is on its way. */
export function ReceiptSkeleton() {
  return (
    <>
      <div className="rounded-md bg-sunken px-3 py-2.5">
        <Skeleton className="h-5 w-1/2" />
      </div>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <Card title={texts.document.title}>
          <SkeletonLines count={12} />
        </Card>
        <Card title={texts.checks.title}>
          <SkeletonLines count={12} />
        </Card>
      </div>
    </>
  );
}
