// Written by `npm run codegen` from the contracts. Do not edit.
export const attesterPoliciesAbi = [
  {"type":"constructor","inputs":[{"name":"attestations_","type":"address"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"attestations","inputs":[],"outputs":[{"name":"","type":"address"}],"stateMutability":"view"},
  {"type":"function","name":"create","inputs":[{"name":"terms","type":"tuple","components":[{"name":"attesters","type":"address[]"},{"name":"threshold","type":"uint8"},{"name":"measurements","type":"bytes32[]"},{"name":"minimumTcb","type":"uint32"},{"name":"lifetime","type":"uint32"}]}],"outputs":[{"name":"policy","type":"address"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"policyOf","inputs":[{"name":"terms","type":"tuple","components":[{"name":"attesters","type":"address[]"},{"name":"threshold","type":"uint8"},{"name":"measurements","type":"bytes32[]"},{"name":"minimumTcb","type":"uint32"},{"name":"lifetime","type":"uint32"}]}],"outputs":[{"name":"","type":"address"}],"stateMutability":"view"},
  {"type":"event","name":"PolicyCreated","inputs":[{"name":"policy","type":"address","indexed":true},{"name":"terms","type":"tuple","indexed":false,"components":[{"name":"attesters","type":"address[]"},{"name":"threshold","type":"uint8"},{"name":"measurements","type":"bytes32[]"},{"name":"minimumTcb","type":"uint32"},{"name":"lifetime","type":"uint32"}]}],"anonymous":false},
  {"type":"error","name":"AttesterPolicies_TermsInvalid","inputs":[{"name":"fault","type":"uint8"}]},
  {"type":"error","name":"CloneArgumentsTooLong","inputs":[]},
  {"type":"error","name":"Create2EmptyBytecode","inputs":[]},
  {"type":"error","name":"FailedDeployment","inputs":[]},
  {"type":"error","name":"InsufficientBalance","inputs":[{"name":"balance","type":"uint256"},{"name":"needed","type":"uint256"}]},
] as const;
