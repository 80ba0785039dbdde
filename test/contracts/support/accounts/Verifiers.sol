// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IEvidenceVerifier} from "contracts/attestation/IEvidenceVerifier.sol";

/// @dev Evidence is genuine if it begins with its node's address; then come the finding's words.
contract PlainVerifier is IEvidenceVerifier {
    error NotGenuine();

    function verify(address node, bytes calldata evidence) external pure returns (Finding memory) {
        if (address(bytes20(evidence[:20])) != node) revert NotGenuine();
        return abi.decode(evidence[20:], (Finding));
    }
}
