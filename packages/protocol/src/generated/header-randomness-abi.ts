// Written by `npm run codegen` from the contracts. Do not edit.
export const headerRandomnessAbi = [
  {"type":"constructor","inputs":[{"name":"delay_","type":"uint64"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"delay","inputs":[],"outputs":[{"name":"","type":"uint64"}],"stateMutability":"view"},
  {"type":"function","name":"prove","inputs":[{"name":"header","type":"bytes"}],"outputs":[{"name":"ticket","type":"uint256"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"request","inputs":[],"outputs":[{"name":"ticket","type":"uint256"}],"stateMutability":"nonpayable"},
  {"type":"function","name":"seedOf","inputs":[{"name":"ticket","type":"uint256"}],"outputs":[{"name":"","type":"bytes32"}],"stateMutability":"view"},
  {"type":"function","name":"varies","inputs":[{"name":"headers","type":"bytes[]"}],"outputs":[{"name":"","type":"bool"}],"stateMutability":"view"},
  {"type":"event","name":"Proved","inputs":[{"name":"ticket","type":"uint256","indexed":true},{"name":"seed","type":"bytes32","indexed":false}],"anonymous":false},
  {"type":"event","name":"Requested","inputs":[{"name":"ticket","type":"uint256","indexed":true},{"name":"by","type":"address","indexed":true}],"anonymous":false},
  {"type":"error","name":"FieldNotPresentInBlockHeader","inputs":[{"name":"","type":"uint8"}]},
  {"type":"error","name":"RLPInvalidEncoding","inputs":[]},
  {"type":"error","name":"Randomness_DelayOutOfRange","inputs":[{"name":"lowest","type":"uint256"},{"name":"highest","type":"uint256"},{"name":"given","type":"uint256"}]},
  {"type":"error","name":"Randomness_HeaderMalformed","inputs":[]},
  {"type":"error","name":"Randomness_HeaderTooLong","inputs":[{"name":"length","type":"uint256"},{"name":"highest","type":"uint256"}]},
  {"type":"error","name":"Randomness_HeadersOutOfRange","inputs":[{"name":"lowest","type":"uint256"},{"name":"highest","type":"uint256"},{"name":"given","type":"uint256"}]},
  {"type":"error","name":"Randomness_NotCanonical","inputs":[{"name":"number","type":"uint256"},{"name":"expected","type":"bytes32"},{"name":"given","type":"bytes32"}]},
  {"type":"error","name":"Randomness_SeedZero","inputs":[{"name":"number","type":"uint256"}]},
] as const;
