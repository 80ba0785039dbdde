// Written by `npm run codegen` from the contracts. Do not edit.
export const create3FactoryAbi = [
  {"type":"function","name":"addressOf","inputs":[{"name":"deployer","type":"address"},{"name":"salt","type":"bytes32"}],"outputs":[{"name":"","type":"address"}],"stateMutability":"view"},
  {"type":"function","name":"deploy","inputs":[{"name":"salt","type":"bytes32"},{"name":"initCode","type":"bytes"}],"outputs":[{"name":"deployed","type":"address"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"initCodeHashOf","inputs":[{"name":"deployed","type":"address"}],"outputs":[{"name":"","type":"bytes32"}],"stateMutability":"view"},
  {"type":"event","name":"ContractDeployed","inputs":[{"name":"deployer","type":"address","indexed":true},{"name":"salt","type":"bytes32","indexed":true},{"name":"deployed","type":"address","indexed":true},{"name":"initCodeHash","type":"bytes32","indexed":false}],"anonymous":false},
  {"type":"error","name":"Create2EmptyBytecode","inputs":[]},
  {"type":"error","name":"Create3EmptyBytecode","inputs":[]},
  {"type":"error","name":"Create3Factory_Taken","inputs":[{"name":"deployer","type":"address"},{"name":"salt","type":"bytes32"},{"name":"deployed","type":"address"}]},
  {"type":"error","name":"FailedDeployment","inputs":[]},
  {"type":"error","name":"InsufficientBalance","inputs":[{"name":"balance","type":"uint256"},{"name":"needed","type":"uint256"}]},
] as const;
