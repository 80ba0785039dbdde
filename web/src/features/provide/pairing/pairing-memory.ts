/** Which pairing an account is in the middle of; of this tab alone, so that two tabs can pair two nodes. */
const ITEM = "computehive.pairing";

export function recallPairing(provider: string): string | undefined {
  try {
    const [account, id] = (sessionStorage.getItem(ITEM) ?? "").split(" ");
    return account === provider.toLowerCase() ? id : undefined;
  } catch {
    return undefined;
  }
}

export function rememberPairing(provider: string, id: string): void {
  try {
    sessionStorage.setItem(ITEM, `${provider.toLowerCase()} ${id}`);
  } catch {
    // Without a memory a reload begins anew: the code can be entered again.
  }
}

export function forgetPairing(provider: string): void {
  if (recallPairing(provider) !== undefined) sessionStorage.removeItem(ITEM);
}
