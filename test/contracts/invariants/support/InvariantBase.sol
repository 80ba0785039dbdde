// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {TestBase} from "forge-std/Base.sol";
import {StdAssertions} from "forge-std/StdAssertions.sol";
import {StdCheats} from "forge-std/StdCheats.sol";
import {StdInvariant} from "forge-std/StdInvariant.sol";
import {StdUtils} from "forge-std/StdUtils.sol";

/// @dev forge-std's Test without safeconsole, whose assembly tags raise hundreds of warnings.
abstract contract InvariantBase is TestBase, StdAssertions, StdCheats, StdInvariant, StdUtils {}
