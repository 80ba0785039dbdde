"use client";

import { getAddress } from "viem";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { provideTexts as texts } from "../../../texts/provide.ts";
import { Card } from "../../../ui/card.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";

/** The exact commands that bring an agent to its pairing code. */
export function InstallAgent() {
  const { rpcUrl, gatewayUrl, deployment, isLocalChain } = useConfig();
  const address = useAddress();
  // The agent signs for this account alone, whoever else gets to know the code.
  const provider = address && getAddress(address);
  const deploymentFile = isLocalChain ? ".hive/deployments/31337.json" : `deployments/${deployment.chainId}.json`;
  const configuration = {
    dataFolder: "data",
    deployment: deploymentFile,
    chain: { rpcUrl, ...(isLocalChain && { confirmations: 1, pollMs: 250 }) },
    gateway: { url: gatewayUrl },
    key: { keystore: "node.json", passwordVariable: "HIVE_PASSWORD" },
  };
  const steps = [
    [texts.install.password, 'export HIVE_PASSWORD="a password of your own"'],
    [texts.install.key, "npx hive key new node.json"],
    [texts.install.config, `cat > agent.json <<END\n${JSON.stringify(configuration, null, 2)}\nEND`],
    [texts.install.pair, `npx hive node pair agent.json${provider ? ` --provider ${provider}` : ""}`],
    [texts.install.start, "npx hive node start agent.json"],
  ] as const;
  return (
    <Card title={texts.install.title}>
      <p className="text-sm text-muted">{texts.install.lead}</p>
      <ol className="mt-3 flex flex-col gap-3">
        {steps.map(([what, command]) => (
          <li key={command} className="min-w-0">
            <p className="text-sm">{what}</p>
            <Command text={command} />
          </li>
        ))}
      </ol>
      <p className="mt-3 text-xs text-muted">{texts.install.more}</p>
    </Card>
  );
}

function Command({ text }: { text: string }) {
  return (
    <div className="mt-1 flex items-start gap-1 rounded-md bg-sunken pr-1">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto px-2.5 py-1.5 font-mono text-xs"
      >
        {text}
      </pre>
      <CopyButton text={text} what={texts.install.copy} className="mt-0.5" />
    </div>
  );
}
