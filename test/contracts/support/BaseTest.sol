// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {TestBase} from "forge-std/Base.sol";
import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdCheats} from "forge-std/StdCheats.sol";
import {stdError} from "forge-std/StdError.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";
import {StdUtils} from "forge-std/StdUtils.sol";

/// @dev forge-std's Test without safeconsole.sol, whose assembly tags give hundreds of warnings with this compiler.
abstract contract BaseTest is TestBase, StdAssertions, StdCheats, StdInvariant, StdUtils {
    bool public IS_TEST = true;
}
