// Written by `npm run codegen` from the contracts. Do not edit.
export const testDollarAbi = [
  {"type":"function","name":"drip","inputs":[{"name":"to","type":"address"}],"outputs":[],"stateMutability":"nonpayable"},
  {"type":"function","name":"dripAmount","inputs":[],"outputs":[{"name":"","type":"uint256"}],"stateMutability":"view"},
  {"type":"function","name":"dripInterval","inputs":[],"outputs":[{"name":"","type":"uint256"}],"stateMutability":"view"},
  {"type":"function","name":"nextDripAt","inputs":[{"name":"to","type":"address"}],"outputs":[{"name":"","type":"uint256"}],"stateMutability":"view"},
  {"type":"event","name":"Dripped","inputs":[{"name":"to","type":"address","indexed":true},{"name":"amount","type":"uint256","indexed":false}],"anonymous":false},
  {"type":"error","name":"TestDollar_DripTooSoon","inputs":[{"name":"to","type":"address"},{"name":"nextAt","type":"uint256"}]},
] as const;
