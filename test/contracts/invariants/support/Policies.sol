// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IPolicy} from "../../../../contracts/attestation/IPolicy.sol";

contract WillingPolicy is IPolicy {
    function accepts(address) external pure returns (bool) {
        return true;
    }
}

contract RefusingPolicy is IPolicy {
    function accepts(address) external pure returns (bool) {
        return false;
    }
}
