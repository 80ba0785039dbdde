import { ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Amount } from "./amount.tsx";

/** What somebody lacks, and the way to the account page, where it is had. */
export function MissingMoney({ says, action, missing }: { says: string; action: string; missing: bigint }) {
  return (
    <Notice
      tone="caution"
      action={
        <ButtonLink href="/account" size="small">
          {action}
        </ButtonLink>
      }
    >
      {says} <Amount value={missing} />
    </Notice>
  );
}
