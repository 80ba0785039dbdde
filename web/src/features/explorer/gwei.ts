/** Wei as gwei with at most three decimals. */
export function gwei(wei: bigint): string {
  const thousandths = wei / 1_000_000n;
  if (thousandths === 0n && wei > 0n) return "<0.001";
  return (Number(thousandths) / 1000).toString();
}
