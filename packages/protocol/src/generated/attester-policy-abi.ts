// Written by `npm run codegen` from the contracts. Do not edit.
export const attesterPolicyAbi = [
  {"type":"constructor","inputs":[{"name":"attestations_","type":"address"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"accepts","inputs":[{"name":"node","type":"address"}],"outputs":[{"name":"","type":"bool"}],"stateMutability":"view"},
  {"type":"function","name":"attestations","inputs":[],"outputs":[{"name":"","type":"address"}],"stateMutability":"view"},
  {"type":"function","name":"terms","inputs":[],"outputs":[{"name":"","type":"tuple","components":[{"name":"attesters","type":"address[]"},{"name":"threshold","type":"uint8"},{"name":"measurements","type":"bytes32[]"},{"name":"minimumTcb","type":"uint32"},{"name":"lifetime","type":"uint32"}]}],"stateMutability":"view"},
] as const;
