export const DEV_WALLET_ID = "computehive-dev-wallet";
export const DEV_WALLET_NAME = "Developer wallet";

/** Also the mark by which a check finds this wallet in a build that must not contain it: no template, found as it stands. */
const KEY_ITEM = "computehive-dev-wallet.key";
const ON_ITEM = "computehive-dev-wallet.on";

/** Whether somebody connected this wallet and did not disconnect it. */
export function isDevWalletOn(): boolean {
  return localStorage.getItem(ON_ITEM) === "1";
}

export function setDevWalletOn(isOn: boolean): void {
  if (isOn) localStorage.setItem(ON_ITEM, "1");
  else localStorage.removeItem(ON_ITEM);
}

export function storedKey(): string | null {
  return localStorage.getItem(KEY_ITEM);
}

export function storeKey(key: string): void {
  localStorage.setItem(KEY_ITEM, key);
}
