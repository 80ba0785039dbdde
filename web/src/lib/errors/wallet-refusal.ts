/** What a wallet's own error means (EIP-1193, EIP-1474, EIP-3085), found anywhere in a chain of causes. */
export type WalletRefusal =
  | "rejected"
  | "already-asked"
  | "unauthorized"
  | "unsupported"
  | "disconnected"
  | "chain-unknown"
  | "wrong-chain";

const BY_CODE: Readonly<Record<number, WalletRefusal>> = {
  4001: "rejected",
  5000: "rejected",
  4100: "unauthorized",
  4200: "unsupported",
  4900: "disconnected",
  4901: "disconnected",
  4902: "chain-unknown",
  [-32002]: "already-asked",
};

const BY_NAME: Readonly<Record<string, WalletRefusal>> = {
  UserRejectedRequestError: "rejected",
  ResourceUnavailableRpcError: "already-asked",
  ConnectorChainMismatchError: "wrong-chain",
  ChainMismatchError: "wrong-chain",
  ConnectorNotConnectedError: "disconnected",
  ConnectorAccountNotFoundError: "unauthorized",
};

export function walletRefusalOf(error: unknown): WalletRefusal | undefined {
  for (const cause of causesOf(error)) {
    const { code, name } = cause as { code?: unknown; name?: unknown };
    const found = (typeof name === "string" && BY_NAME[name]) || (typeof code === "number" && BY_CODE[code]);
    if (found) return found;
  }
  return undefined;
}

/** The longest chain of causes worth following. */
const MAX_DEPTH = 16;

/** An error and what caused it, outermost first. */
export function causesOf(error: unknown): object[] {
  const causes: object[] = [];
  let current = error;
  while (typeof current === "object" && current !== null && causes.length < MAX_DEPTH) {
    causes.push(current);
    current = (current as { cause?: unknown }).cause;
  }
  return causes;
}
