import { Hash, TransactionLink } from "../../components/hash.tsx";
import { Fuel } from "../../components/quantity.tsx";
import { Time } from "../../components/time.tsx";
import { type AttemptRecord, type JobRecord, recordedReceipt } from "../../lib/jobs/job-record.ts";
import { receiptTexts } from "../../texts/receipt.ts";
import { Card } from "../../ui/card.tsx";
import { KeyValues } from "../../ui/key-values.tsx";

const texts = receiptTexts.onChain;

/** What is left of a receipt whose words nobody has: its traces on the chain. */
export function OnChainFacts({ job, attempt }: { job: JobRecord; attempt: AttemptRecord }) {
  const recorded = recordedReceipt(job, attempt);
  const settled = attempt.isSettled ? job.settlement?.settled : undefined;
  const submitted = attempt.submission?.submitted;
  return (
    <Card title={texts.title}>
      <KeyValues
        items={[
          recorded && { label: texts.hash, value: <Hash isFull value={recorded.receiptHash} what="receipt hash" /> },
          recorded && { label: texts.units, value: <Fuel value={recorded.units} withUnit={false} /> },
          submitted && {
            label: texts.submitted,
            value: (
              <>
                <Time value={submitted.at} as="date" /> <TransactionLink hash={submitted.transaction} />
              </>
            ),
          },
          settled && {
            label: texts.settled,
            value: (
              <>
                <Time value={settled.at} as="date" /> <TransactionLink hash={settled.transaction} />
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}
