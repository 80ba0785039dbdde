"use client";

import { useSignIn } from "../../lib/session/use-sign-in.ts";
import { useAddress } from "../../lib/wallet/use-wallet.ts";
import { sessionTexts as texts } from "../../texts/session.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/error-state.tsx";

/** Signs in with Ethereum: shows where it is, and why it failed. */
export function SignInButton({ words }: { words?: string }) {
  const address = useAddress();
  const { state, isBusy, signIn } = useSignIn();
  const busyWords = state.phase === "signing" ? texts.phases.signing : texts.phases.asking;
  return (
    <div className="flex w-full flex-col items-center gap-3">
      <Button variant="primary" isBusy={isBusy} onClick={() => void signIn()}>
        {isBusy ? busyWords : address ? (words ?? texts.signIn) : texts.connect}
      </Button>
      {state.phase === "failed" && (
        <div className="w-full max-w-xl text-left">
          <ErrorState {...state.error} />
        </div>
      )}
    </div>
  );
}
